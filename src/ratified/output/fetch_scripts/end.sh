
case $host in '' | *[!A-Za-z0-9.:-]*) fail "$host is no name of a host" ;; esac
printf '{"schema":"ratified/fetch/1","forge":"%s","host":"%s","branch":%s,"taken_at":"%s","page_size":%s}\n' \
  @FORGE@ "$host" "$branch" "$now" "$size" >"$data/fetch.json"
for file in "$data"/requests-*.json; do
  ask numbers "$file" @BRANCH_PLAIN@ "$since" >>"$work/numbers"
done
numbers=$(sort -un "$work/numbers")
for number in $numbers; do
  mkdir "$data/requests/$number"
  one "$number" "$data/requests/$number"
done
(
  cd "$data"
  # shellcheck disable=SC2086 # the program and its option
  find . -type f -exec $sum {} + >"$work/sums"
)
mv "$work/sums" "$data/SHA256SUMS"
mv "$data" "$out"
echo "fetch: merged requests in $out: $(printf '%s' "$numbers" | grep -c .)"
