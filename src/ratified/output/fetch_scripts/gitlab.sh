
api=${CI_API_V4_URL:?set it to the address of the API, https://gitlab.example/api/v4}/projects/${CI_PROJECT_ID:?set it to the number of the project}
auth="PRIVATE-TOKEN: ${GITLAB_TOKEN:?set it to a token that may read the API}"
host=${api#*://}
host=${host%%/*}
@GET@@PAGES@
get "$api" "$data/repository.json"
mkdir "$data/users"
after=
if [ -n "$since" ]; then after="&updated_after=${since}T00:00:00Z"; fi
lists "$api/merge_requests?state=merged&target_branch=$query&scope=all&order_by=updated_at&sort=desc$after&per_page=$size"
one() {
  get "$api/merge_requests/$1" "$2/pull.json"
  get "$api/merge_requests/$1/approvals" "$2/approvals.json"
  get "$api/merge_requests/$1/reviewers" "$2/reviewers.json"
  pages "$api/merge_requests/$1/versions?per_page=$size" "$2/versions"
  pages "$api/merge_requests/$1/commits?per_page=$size" "$2/commits"
  ids=$(ask users "$2/pull.json" "$2/approvals.json" "$2/reviewers.json")
  for id in $ids; do
    if [ ! -e "$data/users/$id.json" ]; then get "${api%/projects/*}/users/$id" "$data/users/$id.json"; fi
  done
}
# The rules of branches and approvals, where the token and the plan allow to read them.
for rules in protected_branches approval_rules; do
  if ! get "$api/$rules?per_page=$size" "$data/$rules-1.json" 2>/dev/null; then
    rm -f "$data/$rules-1.json"
    echo "fetch: $rules cannot be read with this token or plan, and is left out" >&2
  fi
done
