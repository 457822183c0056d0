
api=${GITHUB_SERVER_URL:?set it to the address of the instance}/api/v1/repos/${GITHUB_REPOSITORY:?set it to owner/name}
auth="Authorization: token ${GITEA_TOKEN:?set it to a token that may read the repository}"
host=${api#*://}
host=${host%%/*}
@GET@@PAGES@
get "$api" "$data/repository.json"
lists "$api/pulls?state=closed&sort=recentupdate&limit=50"
one() {
  get "$api/pulls/$1" "$2/pull.json"
  pages "$api/pulls/$1/reviews?limit=50" "$2/reviews"
  pages "$api/pulls/$1/commits?limit=50" "$2/commits"
}
