#!/usr/bin/env bash
# A client of Underpin to copy from; bash, curl, sed and grep are all it needs.
#
#   underpin-client.sh match web-1 10.0.0.7       the items that names and addresses mean, as JSON
#   underpin-client.sh ingest SOURCE < records    records of a data source, one JSON object a line
#   underpin-client.sh sync SOURCE < records      the same as everything that the source can see
#   underpin-client.sh follow [REVISION]          every change as it happens, from a revision on
#
# UNDERPIN_URL says where the server is, UNDERPIN_TOKEN is its bearer token. A record is
# {"item": {"class": "LinuxServer", "nativeKey": "web-1", "attributes": {"hostname": "web-1"}}} or {"relationship": …}.
set -euo pipefail

url=${UNDERPIN_URL:-http://127.0.0.1:4000}
url=${url%/}
auth=()
if [ -n "${UNDERPIN_TOKEN:-}" ]; then auth=(-H "authorization: Bearer $UNDERPIN_TOKEN"); fi

fail() {
  echo "underpin-client: $*" >&2
  exit 1
}

# A text as JSON.
quoted() {
  printf '"%s"' "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | tr -d '\000-\037')"
}

# graphql DOCUMENT VARIABLES: prints the answer; fails when it has errors.
graphql() {
  local answer
  answer=$(printf '{"query": %s, "variables": %s}' "$(quoted "$1")" "$2" |
    curl -sS --retry 5 --retry-connrefused ${auth[@]+"${auth[@]}"} -H 'content-type: application/json' -d @- "$url/graphql") || exit 1
  case $answer in
    *'"errors":[{"message"'*) fail "$answer" ;;
  esac
  printf '%s\n' "$answer"
}

# The first value of a name in a JSON text.
value_of() {
  sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" | head -1
}

match() {
  local keys='' text
  for text in "$@"; do keys+="${keys:+, }{\"text\": $(quoted "$text")}"; done
  graphql 'query($keys: [MatchKeyInput!]!) { matchConfigurationItems(keys: $keys) { outcome matchedBy configurationItem { id name class { name } } candidates { id name class { name } } } }' \
    "{\"keys\": [$keys]}"
}

# Makes sure that a data source is known; harmless when it is.
register() {
  graphql 'mutation($name: String!) { registerDataSource(input: { name: $name }) { errors { message } } }' \
    "{\"name\": $(quoted "$1")}" >/dev/null
}

# ingest SOURCE [SESSION]: sends the records on standard input, again with the same key until all has landed.
ingest() {
  local records key answer tries
  case $1 in *[!A-Za-z0-9._/-]*) fail "$1 is no name of a data source" ;; esac
  records=$(mktemp)
  trap "rm -f '$records'" EXIT
  cat >"$records"
  key=$(date +%s)-$$-$RANDOM
  for tries in 1 2 4 8 16; do
    answer=$(curl -sS -X POST -T "$records" -H 'content-type: application/x-ndjson' ${auth[@]+"${auth[@]}"} \
      "$url/ingest?source=$1&idempotencyKey=$key${2:+&session=$2}") || true
    case $answer in
      *'{"summary":'*)
        printf '%s\n' "$answer"
        return
        ;;
      *'"retryable":false'*) fail "$answer" ;;
    esac
    sleep "$tries"
  done
  fail "the records did not land: $answer"
}

sync() {
  local session committed
  session=$(graphql 'mutation($name: String!) { beginSync(input: { source: $name, scope: {}, takeOver: true }) { session { id } } }' \
    "{\"name\": $(quoted "$1")}" | value_of id)
  ingest "$1" "$session"
  committed=$(graphql 'mutation($id: ID!) { commitSync(input: { session: $id }) { session { id state decision { removals { items relationships } guard } } } }' \
    "{\"id\": $(quoted "$session")}")
  printf '%s\n' "$committed"
  # What removes much waits until a person confirms it.
  if [ "$(value_of state <<<"$committed")" = AWAITING_CONFIRMATION ]; then exit 3; fi
}

# After a lost connection it goes on behind the last event that was told.
follow() {
  local place=${1:+since=$1} line cursor
  while :; do
    while IFS= read -r line; do
      case $line in
        '{"error":'*'"retryable":false'*) fail "$line" ;;
        '{"error":'*) continue ;;
        *'"cursor":"'*) ;;
        *) fail "$line" ;;
      esac
      cursor=$(value_of cursor <<<"$line")
      place="after=$cursor"
      case $line in *'"changeSet":null'*) ;; *) printf '%s\n' "$line" ;; esac
    done < <(curl -sSN ${auth[@]+"${auth[@]}"} "$url/changes?$place" || true)
    sleep 1
  done
}

command=${1:-}
if [ $# -gt 0 ]; then shift; fi
case $command in
  match) match "$@" ;;
  ingest) register "${1:?the data source}" && ingest "$1" ;;
  sync) register "${1:?the data source}" && sync "$1" ;;
  follow) follow "$@" ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
