#!/usr/bin/env bash
# Begins as root, since the Supervisor's /data is root's, and goes on as the hub's own user, which has no rights of root's and
# cannot get any. The hub writes one folder in it, and is told the options by a copy that it may read.
set -eu
install -d -m 0700 -o 10001 -g 10001 /data/hearthgate
install -m 0400 -o 10001 -g 10001 /data/options.json /data/hearthgate/options.json
exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all hearthgate start
