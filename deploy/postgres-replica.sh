#!/usr/bin/env bash
# A streaming replica of the service `postgres`: copied on the first start, followed from then on.
set -euo pipefail
data=/var/lib/postgresql/replica
if [ ! -s "$data/PG_VERSION" ]; then
  rm -rf "$data"
  pg_basebackup -h postgres -U btx -D "$data" -R -X stream -C -S replica
fi
chmod 700 "$data"
exec postgres -D "$data" -c hot_standby=on -c max_connections=300
