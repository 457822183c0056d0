#!/bin/sh
# mkdocs-print-site-plugin 2.9 writes its page in `on_post_build`: no other plugin gets `on_post_page` for it, so what
# a site puts into every page there (a policy for scripts, a notice) is missing from the one page that holds all others.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-print-site-plugin==2.9
cat > "$folder/see.py" <<'PY'
import logging
from importlib.metadata import version
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.disable(logging.CRITICAL)
Path("docs").mkdir()
Path("docs/index.md").write_text("# Home\n")
Path("mark.py").write_text("def on_post_page(output, page, config):\n    return output.replace('<head>', '<head><!-- every page -->')\n")
Path("mkdocs.yml").write_text("site_name: x\ntheme: readthedocs\nhooks: [mark.py]\nplugins: [print-site]\n")
build(load_config("mkdocs.yml"))
print("mkdocs-print-site-plugin", version("mkdocs-print-site-plugin"))
for page in ("index.html", "print_page/index.html"):
    print(page, "<!-- every page -->" in Path("site", page).read_text())
PY
cd "$folder"
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
mkdocs-print-site-plugin 2.9
index.html True
print_page/index.html False
EXPECTED
