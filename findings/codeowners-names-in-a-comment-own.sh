#!/bin/sh
# codeowners 0.9.0 (PyPI) and codeowners 5.1.1 (npm) read a comment behind the owners of a line as owners. GitHub documents
# such comments, "#" to the end of the line, as comments. The first takes the names in it, the second its every word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
./venv/bin/python -m pip install --quiet --disable-pip-version-check codeowners==0.9.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund codeowners@5.1.1
echo '/policies/ @ada #was @bo until June' > CODEOWNERS
cat > see.py <<'PY'
from importlib.metadata import version
from pathlib import Path

from codeowners import CodeOwners

found = CodeOwners(Path("CODEOWNERS").read_text()).of("policies/access.md")
print("PyPI codeowners", version("codeowners"), [name for _, name in found])
PY
cat > see.cjs <<'JS'
const Codeowners = require("codeowners");
const { version } = require("codeowners/package.json");
console.log("npm codeowners", version, JSON.stringify(new Codeowners(process.cwd()).getOwner("policies/access.md")));
JS
{ ./venv/bin/python see.py; node see.cjs; } | tee seen
diff - seen <<'EXPECTED'
PyPI codeowners 0.9.0 ['@ada', '@bo']
npm codeowners 5.1.1 ["@ada","#was","@bo","until","June"]
EXPECTED
