#!/bin/sh
# Asks @HOST@ for the requests that were merged into @BRANCH_COMMENT@, with their reviews, for `ratified reviews import`.
# Printed by `ratified reviews fetch --forge @FORGE@` (ratified @VERSION@).
#
#     sh fetch.sh DIR [YYYY-MM-DD]
#
# DIR must not be there yet. With a day only requests that changed since then are asked for, else all of them.
# It stops at the first error, and then there is no DIR. It needs python3 and @TOOL@, and reads from the environment:
@NEEDS@
set -eu

out=${1:?name a folder that is not there yet}
since=${2:-}
branch=@BRANCH_JSON@
query=@BRANCH_QUERY@
size=@SIZE@

fail() {
  printf 'fetch: %s\n' "$1" >&2
  exit 2
}
if [ -e "$out" ]; then fail "$out is there already; name a folder that is not"; fi
case $since in '' | [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;; *) fail "$since is not a day; write YYYY-MM-DD" ;; esac
for tool in python3 @TOOL@; do
  if ! command -v "$tool" >/dev/null; then fail "$tool is not installed here"; fi
done
sum='sha256sum'
if ! command -v sha256sum >/dev/null; then sum='shasum -a 256'; fi

work=$(mktemp -d "$(dirname "$out")/.fetch-XXXXXX")
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
data=$work/data
mkdir "$data" "$data/requests"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# What has to be read of an answer so as to know what to ask next. It fails on what is no JSON.
# shellcheck disable=SC2016
reader='
import json, sys
what, file, *more = sys.argv[1:]
with open(file, encoding="utf-8") as opened:
    said = json.load(opened)
rows = said if isinstance(said, list) else said.get("values", said.get("value"))
def merged(row):
    base = row.get("base") or row.get("destination", {}).get("branch") or {}
    into = row.get("target_branch") or base.get("ref") or base.get("name") or row.get("targetRefName", "")[11:]
    done = row.get("merged_at") or row.get("state") == "MERGED" or row.get("status") == "completed"
    return done and into == more[0]
def changed(row):
    return row.get("updated_at") or row.get("updated_on") or row.get("closedDate") or row.get("merged_at") or "9999"
if what == "count":
    print(len(rows) if isinstance(rows, list) else 0)
elif what == "numbers":
    for row in rows:
        number = row.get("iid") or row.get("number") or row.get("pullRequestId") or row["id"]
        if merged(row) and changed(row)[:10] >= more[1]:
            print(int(number))
elif what == "older":
    print("older" if rows and changed(rows[-1])[:10] < more[0] else "")
elif what == "next":
    print(said.get("next") or "")
elif what == "ids":
    for row in rows:
        print(int(row["id"]))
elif what == "users":
    found = set()
    for name in (file, *more):
        with open(name, encoding="utf-8") as opened:
            part = json.load(opened)
        for row in part if isinstance(part, list) else part.get("approved_by", [part]):
            found |= {row[key]["id"] for key in ("user", "author", "merge_user") if row.get(key)}
    print("\n".join(str(int(one)) for one in sorted(found)))
'
ask() { python3 -IS -c "$reader" "$@"; }
