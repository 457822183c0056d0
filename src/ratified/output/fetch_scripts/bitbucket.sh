
base=${BITBUCKET_API:-https://api.bitbucket.org/2.0}
api=$base/repositories/${BITBUCKET_REPO_FULL_NAME:?set it to workspace/name}
auth="Authorization: Bearer ${BITBUCKET_TOKEN:?set it to an access token that may read the repository and its pull requests}"
host=bitbucket.org
@GET@
# Every page of a list: each names the address of the next, which must be one of the same API. $query is not needed:
# the branch is compared below.
: "$query"
pages() {
  page=1
  address=$1
  while :; do
    get "$address" "$2-$page.json"
    address=$(ask next "$2-$page.json")
    case $address in
      '') break ;;
      "$base"/*) ;;
      *) fail "the page after $2-$page.json is on another host" ;;
    esac
    if [ "$2" = "$data/requests" ] && [ -n "$since" ] && [ "$(ask older "$2-$page.json" "$since")" = older ]; then break; fi
    page=$((page + 1))
  done
}
get "$api" "$data/repository.json"
pages "$api/pullrequests?state=MERGED&sort=-updated_on&pagelen=$size" "$data/requests"
one() {
  get "$api/pullrequests/$1" "$2/pull.json"
  pages "$api/pullrequests/$1/activity?pagelen=$size" "$2/activity"
  pages "$api/pullrequests/$1/commits?pagelen=$size" "$2/commits"
}
