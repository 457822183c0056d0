
repository=${GH_REPO:-${GITHUB_REPOSITORY:?set it to owner/name}}
host=${GH_HOST:-github.com}
# Puts an answer into a file, and how many entries it has into `count`.
get() { gh api --hostname "$host" -H 'Accept: application/vnd.github+json' "$1" >"$2" && count=$(ask count "$2"); }
@PAGES@
api=repos/$repository
get "$api" "$data/repository.json"
lists "$api/pulls?state=closed&base=$query&sort=updated&direction=desc&per_page=$size"
one() {
  get "$api/pulls/$1" "$2/pull.json"
  pages "$api/pulls/$1/reviews?per_page=$size" "$2/reviews"
  pages "$api/pulls/$1/commits?per_page=$size" "$2/commits"
}
# The rules of branches, where the plan has them.
mkdir "$data/rulesets"
if get "$api/rulesets?includes_parents=true&per_page=$size" "$data/rulesets-1.json" 2>/dev/null; then
  ids=$(ask ids "$data/rulesets-1.json")
  for id in $ids; do get "$api/rulesets/$id" "$data/rulesets/$id.json"; done
else
  rm -f "$data/rulesets-1.json"
  echo 'fetch: the rules of branches cannot be read with this token or plan, and are left out' >&2
fi
