#!/usr/bin/env bash
# BIRD 2.0.12 (Debian 12, bird2=2.0.12-7), a BGP session whose peer falls silent, "hold time 20".
#
# Guessed: the session ends when nothing was heard for the hold time that both have agreed on, 20 s (RFC 4271: the hold
# timer is no jittered one; section 10 names ConnectRetry, KeepAlive and the two of advertisements).
# Seen: after 15 to 20 s, evenly: BIRD takes up to a quarter off each of its BGP timers, hold and error wait included. With its
# default of 240 s a silent peer is out 180 to 240 s after its last word, and a keepalive that is late because of a short
# disturbance may cost the session a minute before the peer expects that. FRR keeps to the time.
#
# Prints, and fails if it changes (12 sessions, keepalive every second, all peers frozen at once):
#   dropped after 14 to 18.5 s: some
#   dropped after more than 20.5 s: none
# failsim: anycast's interval 1m10s with threshold 3 is BIRD's default of 240 s, 1m20s would be 240 s to the letter.
set -euo pipefail
version=2.0.12-7
work=$(mktemp -d)
trap 'kill -9 $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
if [ "$(dpkg-query -W -f '${Version}' bird2 2>/dev/null)" = "$version" ]; then
	bird=$(command -v bird || echo /usr/sbin/bird)
	birdc=$(command -v birdc || echo /usr/sbin/birdc)
else
	apt-get download -q "bird2=$version" >/dev/null
	dpkg -x bird2_*.deb .
	bird=./usr/sbin/bird
	birdc=./usr/sbin/birdc
fi
cat >pairs.py <<'PY'
import os, signal, subprocess, sys, time

bird, birdc, pairs = sys.argv[1], sys.argv[2], 12
port = 20000 + os.getpid() % 10000
began = {}

def start(name, here, there, me, other, passive):
    with open(name + ".conf", "w") as f:
        f.write(f"""router id {here}; log "{os.getcwd()}/{name}.log" all;
protocol device {{ }}
protocol bgp peer {{ local {here} port {port} as {me}; neighbor {there} port {port} as {other};
multihop; strict bind; passive {passive}; hold time 20; keepalive time 1; connect delay time 1; ipv4 {{ import none; export none; }}; }}
""")
    p = subprocess.Popen([bird, "-f", "-c", name + ".conf", "-s", name + ".s", "-P", f"{os.getcwd()}/{name}.pid"], stderr=subprocess.DEVNULL)
    return p

def up(name):
    out = subprocess.run([birdc, "-s", name + ".s", "show", "protocols"], capture_output=True, text=True).stdout
    return "Established" in out

all = []
try:
    nodes = []
    for i in range(pairs):
        here, there = f"127.0.7.{2 * i + 1}", f"127.0.7.{2 * i + 2}"
        all.append(start(f"router{i}", here, there, 65001, 65002, "on"))
        nodes.append(start(f"node{i}", there, here, 65002, 65001, "off"))
    all += nodes
    end = time.time() + 60
    while sum(up(f"router{i}") for i in range(pairs)) < pairs:
        if time.time() > end:
            sys.exit("not all sessions are up")
        time.sleep(0.3)
    time.sleep(3)
    for p in nodes:
        p.send_signal(signal.SIGSTOP)
    frozen, out = time.time(), {}
    while len(out) < pairs and time.time() < frozen + 40:
        for i in range(pairs):
            if i not in out and not up(f"router{i}"):
                out[i] = time.time() - frozen
        time.sleep(0.1)
    times = sorted(out.values())
    print("seconds:", " ".join(f"{t:.1f}" for t in times), file=sys.stderr)
    early = sum(14 <= t <= 18.5 for t in times)
    print("dropped after 14 to 18.5 s:", "some" if early else "none")
    print("dropped after more than 20.5 s:", "some" if len(times) < pairs or times[-1] > 20.5 else "none")
finally:
    for p in all:
        p.kill()
        p.wait()
PY
python3 pairs.py "$bird" "$birdc" >seen
cat seen
diff - seen <<'SEEN'
dropped after 14 to 18.5 s: some
dropped after more than 20.5 s: none
SEEN
