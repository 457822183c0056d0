#!/bin/sh
# markdown-it-py 4.3 with its rule for indented code disabled: of a list whose items are all indented by four, the first is an
# item and the others are the text of that first. Indented by three, or with the rule enabled inside an item, each is one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check markdown-it-py==4.3.0
cat > "$folder/see.py" <<'PY'
from importlib.metadata import version

from markdown_it import MarkdownIt

parser = MarkdownIt("commonmark").disable("code")
print("markdown-it-py", version("markdown-it-py"))
for indent in (3, 4):
    text = "".join(f"{' ' * indent}- {item}\n" for item in ("one", "two", "three"))
    tokens = parser.parse(text)
    print(indent, "blanks:", [token.content for token in tokens if token.type == "inline"])
PY
cd "$folder"
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
markdown-it-py 4.3.0
3 blanks: ['one', 'two', 'three']
4 blanks: ['one\n- two\n- three']
EXPECTED
