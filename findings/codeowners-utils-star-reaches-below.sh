#!/bin/sh
# codeowners-utils 1.0.2 (npm) matches a path as gitignore does: `docs/*` owns files of folders below docs, and letters of
# either case are one. GitHub documents both otherwise: `docs/*` is for files right in docs, and paths are case-sensitive.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund codeowners-utils@1.0.2
cat > see.cjs <<'JS'
const { parse, matchFile } = require("codeowners-utils");
console.log("codeowners-utils", require("codeowners-utils/package.json").version);
for (const [line, path] of [["docs/* @ada", "docs/a.md"], ["docs/* @ada", "docs/old/a.md"], ["*.md @ada", "README.MD"]]) {
  const found = matchFile(path, parse(line));
  console.log(line, "|", path, "|", found ? found.owners.join(" ") : "nobody");
}
JS
node see.cjs | tee seen
diff - seen <<'EXPECTED'
codeowners-utils 1.0.2
docs/* @ada | docs/a.md | @ada
docs/* @ada | docs/old/a.md | @ada
*.md @ada | README.MD | @ada
EXPECTED
