#!/bin/sh
# mkdocs-gen-files 0.6.1 gives MkDocs another Files than it got, so a plugin that keeps the one that it was given in an
# earlier `on_files` never sees the pages that the script made.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-gen-files==0.6.1
cat > "$folder/see.py" <<'PY'
import logging
from importlib.metadata import version
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.disable(logging.CRITICAL)
Path("docs").mkdir()
Path("docs/index.md").write_text("# Home\n")
Path("gen.py").write_text("import mkdocs_gen_files\nwith mkdocs_gen_files.open('made.md', 'w') as page:\n    page.write('# Made')\n")
Path("keep.py").write_text("kept = []\n\ndef on_files(files, config):\n    kept.append(files)\n    return files\n")
Path("mkdocs.yml").write_text("site_name: x\nhooks: [keep.py]\nplugins: [{gen-files: {scripts: [gen.py]}}]\n")
config = load_config("mkdocs.yml")
given = {}
config.plugins.events["files"].insert(0, lambda files, config: given.setdefault("files", files))
config.plugins.events["nav"].append(lambda nav, config, files: given.update(then=files) or nav)
build(config)
print("mkdocs-gen-files", version("mkdocs-gen-files"))
print("the same object:", given["files"] is given["then"])
print("before:", [f.src_uri for f in given["files"].documentation_pages()])
print("after:", [f.src_uri for f in given["then"].documentation_pages()])
PY
cd "$folder"
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
mkdocs-gen-files 0.6.1
the same object: False
before: ['index.md']
after: ['index.md', 'made.md']
EXPECTED
