
# Puts an answer into a file, and how many entries it has into `count`.
# The token goes by standard input, so that no list of processes shows it. No redirect is followed.
get() {
  printf 'header = "%s"\n' "$auth" |
    curl --config - --silent --show-error --fail --retry 3 --max-time 120 --header 'Accept: application/json' \
      --dump-header "$work/headers" --output "$2" "$1" && count=$(ask count "$2")
}
