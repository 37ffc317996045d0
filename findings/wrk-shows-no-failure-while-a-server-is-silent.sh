#!/usr/bin/env bash
# wrk 4.1.0 and hey 0.1.4 (Debian 12: wrk=4.1.0-3+b2, hey=0.1.4-2+b4) and vegeta v12.13.0 on the same outage: a server that
# answers in 0.1 s is silent from 4 s to 8 s of a load of 10 s (connections stay open, nothing comes), time-out 1 s.
#
# Guessed: wrk --timeout 1s ends a request after a second, counts it, and goes on; percentiles show the outage.
# Seen: wrk never gives up a connection that is silent, and counts a time-out only when the late answer comes. Its 20
# connections hang to the end of the run, though the server is well again at 8 s, and the report has no error, no time-out
# and a 99th percentile as on a good day. hey ends them, but its percentiles leave out what failed, and a caller who
# waits sends little while nothing answers: 80 failures of 1200, 7 %. At a steady rate (vegeta) 40 % fail, and are
# in the percentiles.
#
# Prints, within the ranges that the last lines check:
#   vegeta: 40 % failed, p99 1.0 s
#   hey: 7 % failed, p99 0.1 to 0.2 s
#   wrk: 0 % failed, p99 0.1 s
# failsim sends at a trace's own times, whatever is answered, as vegeta does, and reads vegeta's results, not these reports.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -q wrk=4.1.0-3+b2 hey=0.1.4-2+b4 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
cat >server.go <<'GO'
package main

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	var once sync.Once
	var first time.Time
	panic(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		once.Do(func() { first = time.Now() })
		if at := time.Since(first); at > 4*time.Second && at < 8*time.Second {
			select {} // silent for as long as this program runs
		}
		time.Sleep(100 * time.Millisecond)
		fmt.Fprint(w, "ok")
	})))
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/tsenart/vegeta/v12@v12.13.0 >/dev/null 2>&1
go build -o server server.go
go build -o vegeta github.com/tsenart/vegeta/v12
load() { # a server of its own for each tool: load NAME COMMAND..., with URL in place of the address
	rm -f port
	./server >port &
	until [ -s port ]; do sleep 0.1; done
	url="http://127.0.0.1:$(cat port)/"
	"$@" >"$1.txt"
	kill %% && wait %% 2>/dev/null || true
}
vegeta() { echo "GET $url" | ./vegeta attack -rate 100 -duration 10s -timeout 1s | ./vegeta report -type json; }
hey() { usr/bin/hey -z 10s -c 20 -t 1 "$url"; }
wrk() { usr/bin/wrk -t1 -c20 -d10s --timeout 1s --latency "$url"; }
load vegeta
load hey
load wrk
python3 - <<'PY'
import json, re
v = json.load(open("vegeta.txt"))
h, w = open("hey.txt").read(), open("wrk.txt").read()
good, bad = int(re.search(r"\[200\]\s+(\d+)", h)[1]), sum(map(int, re.findall(r"^  \[(\d+)\]\s+Get", h, re.M)))
errors = sum(map(int, re.findall(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", w)[0])) if "Socket errors" in w else 0
percentile = re.search(r"99%\s+([\d.]+)(ms|s)", w)
rows = {
    "vegeta": (1 - v["success"], v["latencies"]["99th"] / 1e9),
    "hey": (bad / (bad + good), float(re.search(r"99% in ([\d.]+) secs", h)[1])),
    "wrk": (errors / int(re.search(r"(\d+) requests in", w)[1]), float(percentile[1]) / (1000 if percentile[2] == "ms" else 1)),
}
for name, (failed, p99) in rows.items():
    print(f"{name}: {100 * failed:.0f} % failed, p99 {p99:.1f} s")
assert 0.38 < rows["vegeta"][0] < 0.42 and 0.9 < rows["vegeta"][1] < 1.5, rows
assert 0.04 < rows["hey"][0] < 0.12 and rows["hey"][1] < 0.6, rows
assert rows["wrk"][0] == 0 and rows["wrk"][1] < 0.6, rows
PY
