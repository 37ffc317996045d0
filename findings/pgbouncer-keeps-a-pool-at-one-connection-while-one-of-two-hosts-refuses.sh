#!/usr/bin/env bash
# PgBouncer 1.18.0 (Debian 12, pgbouncer=1.18.0-1+deb12u1) before PostgreSQL 15, a database with two hosts:
# host=127.0.0.1,127.0.0.2, which PgBouncer connects to in turn; all else by default (default_pool_size 20).
#
# Guessed: while one of the hosts refuses, connections to the other are made as before, and at worst every second is tried in vain.
# Seen: one refused connection keeps the whole pool from making another to either host for server_login_retry, 15 s. As
# hosts are tried in turn, the pool grows by one connection in 30 s. So long clients share the connections that
# there are: eight queries of one second each, at the same time, take eight seconds through a pool of "20", though
# a healthy host has nothing to do. No client sees an error and no query is slow in the database's own log.
#
# Prints how long eight such queries take in all, and fails unless it is under 4 s and over 7 s:
#   both hosts answer: 1 or 2 s
#   one of two refuses: 8 or 9 s
# failsim: LBs try the next backend at once; that a pool stops growing is not modelled (connections: a cap on them is).
set -euo pipefail
pgbouncer_version=1.18.0-1+deb12u1 libevent_version=2.1.12-stable-8+deb12u1
dir=$(mktemp -d)
stop() {
	pkill -F pid 2>/dev/null || true
	"${as[@]}" "$bin/pg_ctl" -m immediate -D "$dir/data" stop >/dev/null 2>&1 || true
	wait 2>/dev/null || true
	rm -rf "$dir"
}
trap stop EXIT
cd "$dir"
as=() # neither program runs as root
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
apt-get download -q "pgbouncer=$pgbouncer_version" "libevent-2.1-7=$libevent_version" libc-ares2 >/dev/null 2>&1
bin=/usr/lib/postgresql/15/bin
if [ ! -x $bin/postgres ]; then
	apt-get download -q postgresql-15 postgresql-client-15 libpq5 libllvm14 >/dev/null 2>&1
	bin=$dir/usr/lib/postgresql/15/bin
fi
for package in *.deb; do dpkg -x "$package" .; done
chown "$("${as[@]}" id -u)" "$dir"
export LD_LIBRARY_PATH=$dir/usr/lib/x86_64-linux-gnu PATH=$bin:$PATH LC_ALL=C

read -r port proxy < <(python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(2)]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
PY
)
"${as[@]}" "$bin/initdb" -A trust -U finding -D "$dir/data" >/dev/null

eight() { # eight ADDRESSES: seconds that eight queries of one second take with PostgreSQL at these addresses
	"${as[@]}" "$bin/pg_ctl" -w -D "$dir/data" -l "$dir/data/log" -o "-p $port -c listen_addresses=$1 -k $dir" start >/dev/null
	cat >"$dir/pool.ini" <<EOF
[databases]
finding = host=127.0.0.1,127.0.0.2 port=$port dbname=postgres user=finding
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $proxy
unix_socket_dir =
auth_type = any
pool_mode = transaction
EOF
	"${as[@]}" "$dir/usr/sbin/pgbouncer" -q "$dir/pool.ini" >/dev/null 2>&1 &
	echo $! >pid
	for _ in 1 2 3 4; do # the pool meets both hosts
		until psql -h 127.0.0.1 -p "$proxy" -U finding finding -Atqc "select 1" >/dev/null 2>&1; do sleep 0.2; done
	done
	python3 - "$bin/psql" "$proxy" <<'PY'
import subprocess, sys, time
start = time.monotonic()
ask = [sys.argv[1], "-h", "127.0.0.1", "-p", sys.argv[2], "-U", "finding", "finding", "-Atqc", "select pg_sleep(1)"]
assert not any([p.wait() for p in [subprocess.Popen(ask) for _ in range(8)]])
print(round(time.monotonic() - start))
PY
	pkill -F pid
	wait 2>/dev/null
	"${as[@]}" "$bin/pg_ctl" -m fast -D "$dir/data" stop >/dev/null
}
both=$(eight 127.0.0.1,127.0.0.2 | tail -1)
one=$(eight 127.0.0.1 | tail -1)
echo "both hosts answer: $both s"
echo "one of two refuses: $one s"
[ "$both" -lt 4 ] && [ "$one" -gt 7 ]
