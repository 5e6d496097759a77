#!/bin/sh
# Behaves like the official image's entry point where it matters: a new data folder is set up once from POSTGRES_USER,
# POSTGRES_PASSWORD and POSTGRES_DB, then the server takes this process's place as user postgres.
set -eu

as_postgres() {
  setpriv --reuid=postgres --regid=postgres --init-groups --reset-env env PATH="$PATH" LANG="$LANG" PGDATA="$PGDATA" "$@"
}

set_up() {
  user="${POSTGRES_USER:-postgres}"
  database="${POSTGRES_DB:-$user}"
  password_file="$(mktemp)"
  printf '%s\n' "${POSTGRES_PASSWORD:?must be set for a new data folder}" >"$password_file"
  chown postgres "$password_file"
  as_postgres initdb --username="$user" --pwfile="$password_file" --encoding=UTF8 --locale=C.UTF-8
  rm -f "$password_file"
  # As in the official image: no password from inside the container, always one over the network.
  printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  printf "\nlisten_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  # The server for setting up answers on the unix socket only: nobody outside takes it for ready.
  as_postgres pg_ctl -w -o "-c listen_addresses=''" start
  if [ "$database" != postgres ]; then
    as_postgres createdb --username="$user" --maintenance-db=postgres -- "$database"
  fi
  as_postgres pg_ctl -w -m fast stop
}

if [ "${1:-}" = postgres ] && [ "$(id -u)" = 0 ]; then
  chown postgres "$PGDATA"
  chmod 0700 "$PGDATA"
  [ -s "$PGDATA/PG_VERSION" ] || set_up
  exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql "$@"
fi
exec "$@"
