#!/usr/bin/env bash
# aws-sdk-go-v2 v1.48.0 (November 2026): a client may retry 35 times in an outage, then never again until calls succeed, for
# its retry quota of 500 tokens, of which a retry now costs 14 (retry.DefaultRetryCost is still exported, and says 5), is
# not refilled by time, as a token bucket is, but by one token for each call that succeeds at its first attempt. So
# the first failure after a quiet day is not retried, nor is any before the fourth such success. Each client has its own quota.
# Seen on 29 November 2026, go1.26, sts v1.52.0, in virtual time (testing/synctest), each attempt answered 503:
#   attempts of each call in the outage: 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 2 1 1
#   a day later, a call whose first attempt fails: 1 attempt
#   successes before such a call is retried: 4
# failsim: backoff's budget refills with first attempts, failed ones too, up to 100 retries shared by a whole device
# group; it does not model a quota that only successes refill. This script fails if the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >quota_test.go <<'GO'
package finding

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult></GetCallerIdentityResult></GetCallerIdentityResponse>`

// server answers without a network, so that all runs in virtual time.
type server struct{ failures, attempts int } // how many first attempts of a call it fails, and has seen

func (s *server) Do(*http.Request) (*http.Response, error) {
	status, body := http.StatusOK, identity
	if s.attempts++; s.attempts <= s.failures {
		status, body = http.StatusServiceUnavailable, ""
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func Test(t *testing.T) {
	synctest.Test(t, func(*testing.T) {
		s := &server{}
		client := sts.New(sts.Options{Region: "eu-central-1", HTTPClient: s,
			Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")})
		call := func(failures int) (attempts int, err error) {
			s.failures, s.attempts = failures, 0
			_, err = client.GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
			return s.attempts, err
		}
		fmt.Print("attempts of each call in the outage:")
		for range 20 {
			attempts, _ := call(100)
			fmt.Print(" ", attempts)
		}
		fmt.Println()
		time.Sleep(24 * time.Hour)
		attempts, _ := call(1)
		fmt.Println("a day later, a call whose first attempt fails:", attempts, "attempt")
		successes := 0
		for ; successes < 1000; successes++ {
			if attempts, _ := call(1); attempts > 1 {
				break
			}
			if _, err := call(0); err != nil {
				panic(err)
			}
		}
		fmt.Println("successes before such a call is retried:", successes)
	})
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/aws/aws-sdk-go-v2@v1.48.0 github.com/aws/aws-sdk-go-v2/service/sts@v1.52.0 \
	github.com/aws/aws-sdk-go-v2/credentials@v1.21.0 >/dev/null 2>&1
go test -count=1 -v . | grep -E '^(attempts|a day|successes)' | tee seen
grep -qx 'attempts of each call in the outage: 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 2 1 1' seen
grep -qx 'a day later, a call whose first attempt fails: 1 attempt' seen
grep -qx 'successes before such a call is retried: 4' seen
