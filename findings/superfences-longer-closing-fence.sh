#!/bin/sh
# pymdown-extensions 13.1, superfences: a block of code that is closed by more signs than opened it is no block of code,
# but text with inline code. CommonMark (0.31.2, 4.5: "at least as many") and markdown-it-py 4.3 close it there.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check markdown==3.11.3 pymdown-extensions==13.1 markdown-it-py==4.3.0
cat > "$folder/see.py" <<'PY'
from importlib.metadata import version

from markdown import markdown
from markdown_it import MarkdownIt

text = "```\nuptime\n`````\n"
print("pymdown-extensions", version("pymdown-extensions"))
print("superfences:", "a block" if "<pre" in markdown(text, extensions=["pymdownx.superfences"]) else "text")
print("markdown-it-py:", "a block" if "<pre" in MarkdownIt().render(text) else "text")
PY
cd "$folder"
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
pymdown-extensions 13.1
superfences: text
markdown-it-py: a block
EXPECTED
