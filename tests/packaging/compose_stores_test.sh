#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What docker/compose.yaml does to its Postgres, done to a private one: the roles by docker/postgres_roles, with passwords
# asked over TCP, then `parley migrate && parley seed` as the service prepare runs them, twice.
#   compose_stores_test.sh PARLEY
set -euo pipefail
parley=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=/usr/lib/postgresql/15/bin
work=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
  chown postgres "$work"
fi
# shellcheck disable=SC2317
finish() {
  "${as[@]}" $bin/pg_ctl -D "$work/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
fail() {
  printf 'compose_stores_test: %s\n' "$@"
  exit 1
}

"${as[@]}" $bin/initdb -D "$work/data" -U postgres -E UTF8 --locale=C.UTF-8 --auth-local=trust \
  --auth-host=scram-sha-256 >"$work/log" 2>&1 || { cat "$work/log"; fail 'initdb failed'; }
for _ in 1 2 3 4 5; do
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  if "${as[@]}" $bin/pg_ctl -D "$work/data" -l "$work/data/log" -w -t 60 start >/dev/null \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$work' -c fsync=off"; then break; fi
  port=
done
[ -n "$port" ] || { cat "$work/data/log"; fail 'Postgres did not start'; }

PATH=$bin:$PATH PGHOST=$work PGPORT=$port POSTGRES_USER=postgres OWNER_PASSWORD="ow'ner" SERVING_PASSWORD=serving \
  docker/postgres_roles
export PARLEY_MIGRATION_DATABASE_URL="postgresql://parley_owner:ow%27ner@127.0.0.1:$port/parley"
export PARLEY_DATABASE_URL="postgresql://parley:serving@127.0.0.1:$port/parley"
export PARLEY_ORGANIZATIONS_DIR=config/organizations PARLEY_STATE_DIR=$work/state
for round in first second; do
  ("$parley" migrate && "$parley" seed) >"$work/said" 2>&1 || { cat "$work/said"; fail "the $round start does not prepare"; }
done
seen_by() {
  PGPASSWORD=serving $bin/psql -X -At "host=127.0.0.1 port=$port user=parley dbname=parley" \
    -c "SELECT set_config('parley.organization', '$1', false)" -c 'SELECT count(*) FROM organizations' 2>&1 | tail -n 1
}
[ "$(seen_by demo)" = 1 ] || fail "the organization sees: $(seen_by demo)"
[ "$(seen_by other)" = 0 ] || fail "another organization sees: $(seen_by other)"
owned=$(PGPASSWORD=serving $bin/psql -X -At "host=127.0.0.1 port=$port user=parley dbname=parley" \
  -c 'SELECT count(*) FROM pg_tables WHERE tableowner = current_user')
[ "$owned" = 0 ] || fail "the serving role owns $owned tables"
PGPASSWORD=wrong $bin/psql -X "host=127.0.0.1 port=$port user=parley dbname=parley" -c 'SELECT 1' >/dev/null 2>&1 &&
  fail 'a wrong password is taken'
echo 'prepared twice'
