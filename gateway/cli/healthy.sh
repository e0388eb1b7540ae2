#!/usr/bin/env bash
# Asks the hub whether it lives, for the image's health check: exit code 0 if it answers 200 to /healthz. Bash speaks TCP by
# itself, so that no second Node (40 MiB, every half minute) nor any other program is needed.
# The page's plain port is asked, whose answer is without detail; switch that off and this cannot know.
exec 3<>"/dev/tcp/127.0.0.1/${HEARTHGATE_HTTP_PORT:-7080}" || exit 1
printf 'GET /healthz HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "${HEARTHGATE_HTTP_PORT:-7080}" >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
