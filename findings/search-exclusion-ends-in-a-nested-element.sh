#!/bin/sh
# The search plugin of mkdocs-material 9.8.1 leaves out what stands in an element with data-search-exclude, as its
# documentation says. Where another element of the same name is nested in it, the exclusion ends with the nested one:
# what follows in the outer element is in the index.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
./venv/bin/python -m pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-material==9.8.1
mkdir docs
cat > docs/index.md <<'PAGE'
# Index

<div data-search-exclude>before <div>inner</div> plumage</div>

<div data-search-exclude>before <span>inner</span> heron</div>
PAGE
printf 'site_name: Birds\ntheme: material\nplugins: [search]\n' > mkdocs.yml
NO_MKDOCS_2_WARNING=1 ./venv/bin/mkdocs build --quiet
cat > see.py <<'PY'
from importlib.metadata import version
from pathlib import Path

index = Path("site/search/search_index.json").read_text()
print("mkdocs-material", version("mkdocs-material"))
for word, stands in (("plumage", "behind a nested div"), ("heron", "behind a nested span")):
    print(word, stands, "is found" if word in index else "is left out")
PY
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
mkdocs-material 9.8.1
plumage behind a nested div is found
heron behind a nested span is left out
EXPECTED
