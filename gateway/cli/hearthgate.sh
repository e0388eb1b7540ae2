#!/bin/sh
# Runs the hub's command line on a Node that is new enough: one on the PATH, or the one npm installed beside the project.
# better-sqlite3 crashes on older ones, so nothing is started on them.
# What the hub writes is for its own user alone.
umask 077
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
for node in node "$root"/node_modules/node-linux-*/bin/node; do
  major=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null) || continue
  if [ "$major" -ge 24 ]; then
    export HEARTHGATE_DATA="${HEARTHGATE_DATA:-$root/data}"
    export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$HEARTHGATE_DATA/cache}"
    # Stripping types and making the household's authority take memory that a hub would hold for good: a process of
    # their own does both once, before the first start.
    if [ "$1" = start ] && [ ! -e "$HEARTHGATE_DATA/certs/authority.crt" ]; then "$node" "$here/hearthgate.ts" prepare || exit; fi
    exec "$node" --disable-warning=ExperimentalWarning --max-semi-space-size=4 "$here/hearthgate.ts" "$@"
  fi
done
echo 'Hearthgate needs Node 24 or newer and found none. Install it from nodejs.org, or run "npm ci" in the project (64-bit Linux).' >&2
exit 78
