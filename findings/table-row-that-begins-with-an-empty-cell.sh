#!/bin/sh
# Python-Markdown 3.11.3 and markdown-it-py 4.3: a row without outer pipes whose first cell is empty has its words one column
# further right for the first than for the second, which takes the pipe for the row's border, as GitHub's tables do.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check markdown==3.11.3 markdown-it-py==4.3.0
cat > "$folder/see.py" <<'PY'
import re
from importlib.metadata import version

from markdown import markdown
from markdown_it import MarkdownIt

table = "Area | Control | Owner\n---- | ------- | -----\nNetwork | Firewall | Ops\n | VPN | IT\n"
print("Markdown", version("markdown"), "and markdown-it-py", version("markdown-it-py"))
for name, html in (
    ("Python-Markdown:", markdown(table, extensions=["tables"])),
    ("markdown-it-py:", MarkdownIt("commonmark").enable("table").render(table)),
):
    print(name, re.findall("<td[^>]*>(.*?)</td>", html)[3:])
PY
cd "$folder"
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
Markdown 3.11.3 and markdown-it-py 4.3.0
Python-Markdown: ['', 'VPN', 'IT']
markdown-it-py: ['VPN', 'IT', '']
EXPECTED
