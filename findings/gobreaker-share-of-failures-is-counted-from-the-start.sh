#!/usr/bin/env bash
# gobreaker v2.4.0 (github.com/sony/gobreaker/v2): a ReadyToTrip that asks for a share of failures, written as the package's
# own example writes it (at least 3 requests, 60 % failed, no Interval), counts from the start of the process: Interval is 0
# by default, which means "never clear the counts", not "a short window". So the longer a backend was well, the longer a
# total outage goes unnoticed: after n successes it takes 1.5 n failures to open. With Interval 10 s it opens within seconds.
# The default ReadyToTrip (6 failures in a row) never opens where each fifth request succeeds.
# Seen on 29 November 2026, go1.26, in virtual time (testing/synctest), 10 requests a second:
#   share >= 60 %, no Interval, well for 1m0s: opens after 900 failures in a row (1m30s)
#   share >= 60 %, no Interval, well for 1h0m0s: opens after 54000 failures in a row (1h30m0s)
#   share >= 60 %, Interval 10 s, well for 1h0m0s: opens after 59 failures in a row (5.9s)
#   default, 4 of 5 requests fail: 0 of 100000 refused
# failsim has no circuit breaker in the client; its outlier-ejection counts failures in a row. This script fails if the
# behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >breaker_test.go <<'GO'
package finding

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sony/gobreaker/v2"
)

const gap = 100 * time.Millisecond

var errBackend = errors.New("backend failed")

func call(cb *gobreaker.CircuitBreaker[int], fails bool) error {
	time.Sleep(gap)
	_, err := cb.Execute(func() (int, error) {
		if fails {
			return 0, errBackend
		}
		return 0, nil
	})
	return err
}

func share(name string, interval, well time.Duration) {
	cb := gobreaker.NewCircuitBreaker[int](gobreaker.Settings{
		Interval: interval,
		ReadyToTrip: func(c gobreaker.Counts) bool {
			return c.Requests >= 3 && float64(c.TotalFailures)/float64(c.Requests) >= 0.6
		},
	})
	for range int(well / gap) {
		call(cb, false)
	}
	failed := 0
	for cb.State() == gobreaker.StateClosed && failed < 1e6 {
		call(cb, true)
		failed++
	}
	fmt.Printf("share >= 60 %%, %s, well for %v: opens after %d failures in a row (%v)\n",
		name, well, failed, time.Duration(failed)*gap)
}

func Test(t *testing.T) {
	synctest.Test(t, func(*testing.T) {
		share("no Interval", 0, time.Minute)
		share("no Interval", 0, time.Hour)
		share("Interval 10 s", 10*time.Second, time.Hour)
		cb := gobreaker.NewCircuitBreaker[int](gobreaker.Settings{})
		refused := 0
		for i := range 100000 {
			if errors.Is(call(cb, i%5 != 4), gobreaker.ErrOpenState) {
				refused++
			}
		}
		fmt.Printf("default, 4 of 5 requests fail: %d of 100000 refused\n", refused)
	})
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/sony/gobreaker/v2@v2.4.0 >/dev/null 2>&1
go test -count=1 . -v | grep -E '^(share|default)' | tee seen
grep -qx 'share >= 60 %, no Interval, well for 1m0s: opens after 900 failures in a row (1m30s)' seen
grep -qx 'share >= 60 %, no Interval, well for 1h0m0s: opens after 54000 failures in a row (1h30m0s)' seen
grep -qx 'share >= 60 %, Interval 10 s, well for 1h0m0s: opens after 59 failures in a row (5.9s)' seen
grep -qx 'default, 4 of 5 requests fail: 0 of 100000 refused' seen
