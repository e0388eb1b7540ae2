#!/bin/sh
# Runs the hub's command line on a Node that is new enough: one on the PATH, or the one npm installed beside the project.
# better-sqlite3 crashes on older ones, so nothing is started on them.
# What the hub writes is for its own user alone, and a crash leaves no copy of its memory, where keys and values are.
umask 077
ulimit -c 0
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
version='process.versions.node.split(".")[0]'
root=$(CDPATH='' cd -- "$here/../.." && pwd)
# In an image the hub is bundled (.ci/bundle.ts).
program=$root/program/hearthgate.js
[ -e "$program" ] || program=$here/hearthgate.ts
# V8 may forget a setting of its own some day; then the hub takes more memory, and starts.
for node in node "$root"/node_modules/node-linux-*/bin/node; do
  memory='--max-semi-space-size=4 --heap-growing-percent=50'
  # shellcheck disable=SC2086 # words of its own
  major=$("$node" -p "$version" $memory 2>/dev/null) || { memory='' && major=$("$node" -p "$version" 2>/dev/null); } || continue
  [ "$major" -ge 24 ] || continue
  export HEARTHGATE_DATA="${HEARTHGATE_DATA:-$root/data}"
  # Twenty threads would have glibc keep free memory for each (mallopt(3)).
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
  case $HEARTHGATE_DATA in /*) ;; *) HEARTHGATE_DATA=$PWD/$HEARTHGATE_DATA ;; esac
  export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$HEARTHGATE_DATA/cache}"
  # Whoever only looks leaves nothing behind, not even what it was compiled to.
  case $1 in look | doctor) export NODE_DISABLE_COMPILE_CACHE=1 ;; esac
  # A move of the root key that was cut off is finished by a process that may sync folders; a hub may not.
  if [ "$1" = start ] && grep -qs '"moving"' "$HEARTHGATE_DATA/keys/where.json"; then
    "$node" "$program" settle || exit
  fi
  if [ "$1" = start ] && [ ! -e "$HEARTHGATE_DATA/certs/authority.crt" ]; then
    # Stripping types and making the household's authority take memory that a hub would hold for good: a process of
    # their own does both once, before the first start. It is left out where it would ask for the passphrase first.
    if ! grep -qs passphrase "$HEARTHGATE_DATA/keys/where.json"; then "$node" "$program" prepare || exit; fi
  fi
  if [ "$1" = start ]; then
    # A hub reads its program, its data and its key, writes its data, and starts no other program (docs/hardening.md).
    shift
    set -- --permission --allow-worker --allow-addons --disable-warning=SecurityWarning --disable-proto=delete \
      --allow-fs-read="$root" --allow-fs-read="$(readlink -f -- "$root/node_modules")" \
      --allow-fs-read="$HEARTHGATE_DATA" --allow-fs-write="$HEARTHGATE_DATA" \
      --allow-fs-read="$NODE_COMPILE_CACHE" --allow-fs-write="$NODE_COMPILE_CACHE" \
      --allow-fs-read=/run/systemd/timesync --allow-fs-read='/run/systemd/timesync/*' "$program" start "$@"
    # Before 25 the network cannot be forbidden, nor need it be allowed.
    [ "$major" -lt 25 ] || set -- --allow-net "$@"
    # The names of deep folders go through an open descriptor of the folder (control.ts).
    [ ${#HEARTHGATE_DATA} -lt 80 ] || set -- --allow-fs-read=/proc/self/fd --allow-fs-write=/proc/self/fd "$@"
    for setting in rootKeyFile:"$HEARTHGATE_ROOT_KEY_FILE" passphraseFile:"$HEARTHGATE_PASSPHRASE_FILE"; do
      file=${setting#*:}
      [ -n "$file" ] || file=$(sed -n "s/^${setting%%:*}: *['\"]\{0,1\}\([^'\"#]*[^'\"# ]\).*/\1/p" "$HEARTHGATE_DATA/config.yaml" 2>/dev/null)
      [ -z "$file" ] || set -- --allow-fs-read="$file" "$@"
    done
  else
    set -- "$program" "$@"
  fi
  # shellcheck disable=SC2086
  exec "$node" --disable-warning=ExperimentalWarning $memory "$@"
done
echo 'Hearthgate needs Node 24 or newer and found none. Install it from nodejs.org, or run "npm ci" in the project (64-bit Linux).' >&2
exit 78
