#!/usr/bin/env bash
# Lets the replica stream: run by the image when the database is made.
set -euo pipefail
echo 'host replication all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
