#!/usr/bin/env bash
# nginx 1.22.1 (Debian 12, nginx-light=1.22.1-9+deb12u11), an upstream of ten servers with a plain `hash $uri`.
#
# Guessed: without "consistent" the hash is taken modulo the number of servers that are up, as HAProxy's map-based hash
# is, so that a server that fails moves nine keys of ten and empties every cache behind it.
# Seen: a server that refuses connections (passive checks, max_fails) moves its own keys alone: nginx hashes again, with
# the number of tries, until it meets a server that is up. The storm comes later, when somebody takes the dead
# server's line out of the file, or writes "down" and takes it out after that: then nine keys of ten move at once.
#
# Prints, and fails if it changes (keys that moved and were not the dead server's, of 3000):
#   refuses: 0 %
#   marked down: 0 %
#   taken out of the file: 89 % to 91 %
# failsim: map-hash is HAProxy's, which moves them when a server is seen to be down; ring-hash is "consistent".
set -euo pipefail
version=1.22.1-9+deb12u11
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
if [ "$(dpkg-query -W -f '${Version}' nginx-light 2>/dev/null)" = "$version" ]; then
	nginx=$(command -v nginx || echo /usr/sbin/nginx)
else
	apt-get download -q "nginx-light=$version" >/dev/null
	dpkg -x nginx-light_*.deb .
	nginx=./usr/sbin/nginx
fi
cat >keys.py <<'PY'
import http.client, http.server, os, signal, socket, subprocess, sys, threading, time

class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        name = str(self.server.server_port).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(name)))
        self.end_headers()
        self.wfile.write(name)
    def log_message(self, *_):
        pass

def free():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    return s.getsockname()[1]

def where(lines):
    """Which server answers each of 3000 keys, with these lines of the upstream."""
    port = free()
    with open("nginx.conf", "w") as f:
        f.write(f"""daemon off; master_process off; pid {os.getcwd()}/pid; error_log stderr emerg;
events {{}}
http {{ access_log off;
{''.join(f"{n}_temp_path {os.getcwd()}/t_{n};" for n in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))}
upstream u {{ hash $uri; {lines} }}
server {{ listen 127.0.0.1:{port}; keepalive_requests 100000; location / {{ proxy_pass http://u; }} }} }}""")
    proxy = subprocess.Popen([sys.argv[1], "-p", os.getcwd(), "-c", "nginx.conf"])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        client = http.client.HTTPConnection("127.0.0.1", port)
        seen = []
        for i in range(3000):
            client.request("GET", f"/k{i}")
            seen.append(int(client.getresponse().read()))
        return seen
    finally:
        proxy.send_signal(signal.SIGTERM)
        proxy.wait()

servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) for _ in range(10)]
for s in servers:
    threading.Thread(target=s.serve_forever, daemon=True).start()
line = lambda s, more="": f"server 127.0.0.1:{s.server_port} fail_timeout=60s{more};"
every = "".join(map(line, servers))
before = where(every)
dead = servers[3]
others = [s for s in servers if s is not dead]

def moved(after):
    kept = [(b, a) for b, a in zip(before, after) if b != dead.server_port]
    return round(100 * sum(b != a for b, a in kept) / len(kept))

dead.shutdown()
dead.server_close()
print("refuses:", moved(where(every)))
print("marked down:", moved(where("".join(line(s, " down" if s is dead else "") for s in servers))))
print("taken out of the file:", moved(where("".join(map(line, others)))))
PY
python3 keys.py "$nginx" | tee seen
grep -qx 'refuses: 0' seen
grep -qx 'marked down: 0' seen
grep -qE '^taken out of the file: (89|90|91)$' seen
