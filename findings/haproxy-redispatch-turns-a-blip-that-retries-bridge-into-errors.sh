#!/usr/bin/env bash
# HAProxy 2.6.12 (Debian 12, haproxy=2.6.12-1+deb12u4), a backend of two servers, retries 3.
#
# Guessed: option redispatch can only help, as a retry goes to another server instead of the one that has refused.
# Seen: HAProxy waits for a second before it tries the same server again, and not at all before it tries another. When
# both servers refuse for less than a second, as while both are restarted, plain retries outlast it: the request is
# answered. With option redispatch all tries are over in milliseconds: 503.
#
# Prints, and fails if it changes:
#   without redispatch: 200
#   with redispatch: 503
set -euo pipefail
version=2.6.12-1+deb12u4
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
if [ "$(dpkg-query -W -f '${Version}' haproxy 2>/dev/null)" = "$version" ]; then
	haproxy=haproxy
else
	apt-get download -q "haproxy=$version" >/dev/null
	dpkg -x haproxy_*.deb .
	haproxy=./usr/sbin/haproxy
fi

read -r a b plain redispatching < <(python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(4)]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
PY
)
cat >haproxy.cfg <<EOF
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
  retries 3
listen plain
  bind 127.0.0.1:$plain
  server a 127.0.0.1:$a
  server b 127.0.0.1:$b
listen redispatching
  bind 127.0.0.1:$redispatching
  option redispatch
  server a 127.0.0.1:$a
  server b 127.0.0.1:$b
EOF
"$haproxy" -f haproxy.cfg -db >log 2>&1 &
until (exec 3<>"/dev/tcp/127.0.0.1/$plain") 2>/dev/null; do sleep 0.05; done

# Two servers that refuse until they are told to listen.
cat >servers.py <<'PY'
import http.server, os, sys, threading, time
class Empty(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
open("ready", "w").close()
while not os.path.exists("listen"):
    time.sleep(0.01)
for port in sys.argv[1:]:
    threading.Thread(target=http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Empty).serve_forever).start()
PY
python3 servers.py "$a" "$b" &
until [ -e ready ]; do sleep 0.05; done

ask() { curl -s -o /dev/null -w '%{http_code}' --max-time 8 "http://127.0.0.1:$1/"; }
ask "$plain" >plain.code & one=$!
ask "$redispatching" >redispatching.code & two=$!
sleep 0.7 # both servers refuse for so long
touch listen
wait $one $two
seen="without redispatch: $(cat plain.code)
with redispatch: $(cat redispatching.code)"
echo "$seen"
[ "$seen" = "without redispatch: 200
with redispatch: 503" ]
