
collection=${SYSTEM_COLLECTIONURI:?set it to the address of the organisation, with a slash at its end}
api=$collection${SYSTEM_TEAMPROJECTID:?set it to the id of the project}/_apis/git/repositories/${BUILD_REPOSITORY_ID:?set it to the id of the repository}
auth="Authorization: Bearer ${SYSTEM_ACCESSTOKEN:?set it to the token of the pipeline}"
host=${collection#*://}
host=${host%%/*}
version=api-version=7.1
@GET@
get "$api?$version" "$data/repository.json"
page=1
while :; do
  skip=$(((page - 1) * size))
  completed="searchCriteria.status=completed&searchCriteria.targetRefName=refs/heads/$query"
  get "$api/pullrequests?$completed&\$top=$size&\$skip=$skip&$version" "$data/requests-$page.json"
  if [ "$count" -lt "$size" ]; then break; fi
  page=$((page + 1))
done
# A list whose pages are told by a header. A last page that is full gets an empty one behind it: the host said so.
commits() {
  page=1
  token=
  while :; do
    get "$1&\$top=$size$token&$version" "$2-$page.json"
    token=$(sed -n 's/^[Xx]-[Mm][Ss]-[Cc]ontinuation[Tt]oken: *//p' "$work/headers" | tr -d '\r')
    if [ -z "$token" ]; then break; fi
    token="&continuationToken=$token"
    page=$((page + 1))
  done
  if [ "$count" -ge "$size" ]; then printf '{"count":0,"value":[]}\n' >"$2-$((page + 1)).json"; fi
}
one() {
  get "$api/pullrequests/$1?$version" "$2/pull.json"
  get "$api/pullRequests/$1/threads?$version" "$2/threads.json"
  get "$api/pullRequests/$1/iterations?$version" "$2/iterations.json"
  commits "$api/pullRequests/$1/commits?" "$2/commits"
}
