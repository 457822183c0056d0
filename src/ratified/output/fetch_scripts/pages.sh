
# Every page of a list: an address with its query, and where its pages go. The last one is shorter than a page.
pages() {
  page=1
  while :; do
    get "$1&page=$page" "$2-$page.json"
    if [ "$count" -lt "$size" ]; then break; fi
    page=$((page + 1))
  done
}

# The same for requests, newest change first, until they did not change since the day.
lists() {
  page=1
  while :; do
    get "$1&page=$page" "$data/requests-$page.json"
    if [ "$count" -lt "$size" ]; then break; fi
    if [ -n "$since" ] && [ "$(ask older "$data/requests-$page.json" "$since")" = older ]; then break; fi
    page=$((page + 1))
  done
}
