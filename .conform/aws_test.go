package conform

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/conform"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

const awsModule = "github.com/aws/aws-sdk-go-v2"

// awsParams are backoff's as the SDK has them since November 2026.
var awsParams = []string{"attempts=3", "base=50ms", "cap=20s", "tokens=500", "full=500", "cost=14", "throttled-cost=5", "throttled-base=1s", "earned-by=success"}

// awsServer fails the first attempts of a call.
type awsServer struct{ failures, attempts, status int }

func (s *awsServer) Do(*http.Request) (*http.Response, error) {
	status, body := http.StatusOK, "<GetCallerIdentityResponse><GetCallerIdentityResult></GetCallerIdentityResult></GetCallerIdentityResponse>"
	if s.attempts++; s.attempts <= s.failures {
		status, body = s.status, ""
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// awsCalls makes calls with the real SDK and returns how many attempts each made.
func awsCalls(t *testing.T, failures []int, status int, options ...func(*retry.StandardOptions)) (list []int) {
	synctest.Test(t, func(*testing.T) {
		s := &awsServer{status: status}
		client := sts.New(sts.Options{Region: "eu-central-1", HTTPClient: s, Retryer: retry.NewStandard(options...),
			Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")})
		for _, f := range failures {
			s.failures, s.attempts = f, 0
			_, _ = client.GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
			list = append(list, s.attempts)
		}
	})
	return list
}

func awsFact(t *testing.T, fact string, failures []int) {
	want, got := attempts(made[policy.Retrying](t, "backoff", awsParams...), failures), awsCalls(t, failures, http.StatusServiceUnavailable)
	book.Hold(t, conform.Fact{Strategy: "backoff", Program: "AWS SDK for Go", Version: version(awsModule), Fact: fact,
		Predicted: runs(want), Measured: runs(got)}, slices.Equal(want, got))
}

func TestAWSStopsRetryingInAnOutage(t *testing.T) {
	awsFact(t, "attempts of 22 calls of one client that all fail (503)", outage(22))
	failures := outage(22)
	for range 6 {
		failures = append(failures, 0, 1) // one succeeds at once, one would when tried again
	}
	awsFact(t, "attempts when half of the calls succeed at once after such an outage", failures)
}

func TestAWSThrottled(t *testing.T) {
	failures := append(outage(53), 1, 0, 0, 0, 0, 0, 1, 1) // five that succeed at once pay for a retry; it gives back what it cost
	want := attemptsAfter(made[policy.Retrying](t, "backoff", awsParams...), request.OverloadPrimary, failures)
	got := awsCalls(t, failures, http.StatusTooManyRequests)
	book.Hold(t, conform.Fact{Strategy: "backoff", Program: "AWS SDK for Go", Version: version(awsModule),
		Fact:      "attempts of 53 calls that all are throttled (429), of which a retry costs 5 tokens, not 14, and of some that are then answered",
		Predicted: runs(want), Measured: runs(got)}, slices.Equal(want, got))
}

func TestAWSWaits(t *testing.T) {
	s, n := made[policy.Retrying](t, "backoff", append(awsParams, "limit=none", "attempts=20")[1:]...), 4000
	r, legacy := retry.NewStandard(), retry.NewExponentialJitterBackoff(20*time.Second)
	before := made[policy.Retrying](t, "backoff", "base=2s", "cap=20s", "limit=none", "attempts=20")
	key := sim.NewKey(1, 0)
	for _, c := range []struct {
		version  string
		after    string
		cause    request.Cause
		err      error
		strategy policy.Retrying
		delay    func(int, error) (time.Duration, error)
		retries  []int
	}{
		{version(awsModule), "", request.ServerError, unavailable{}, s, r.RetryDelay, []int{1, 2, 3, 12}},
		{version(awsModule), " where it is throttled", request.OverloadPrimary, slowDown{}, s, r.RetryDelay, []int{1, 2, 3, 12}},
		{"before v1.48.0", "", request.ServerError, unavailable{}, before, legacy.BackoffDelay, []int{1, 2, 3}},
	} {
		var want, got conform.Sample
		text := [2][]string{}
		same := true
		for _, retryNumber := range c.retries {
			want, got = conform.Sample{}, conform.Sample{}
			for i := range n {
				w, _ := c.strategy.Again(&policy.Retry{Attempt: retryNumber, Cause: c.cause, Budget: new(policy.Budget)}, key.Float64(uint64(i)))
				g, err := c.delay(retryNumber, c.err)
				assert.NoError(t, err)
				want.Add(w.Seconds())
				got.Add(g.Seconds())
			}
			same = same && conform.SameMean(&want, &got)
			text[0], text[1] = append(text[0], seconds(want.Mean())), append(text[1], seconds(got.Mean()))
		}
		fact := fmt.Sprintf("mean waits before retries %s%s", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(c.retries)), ", "), "[]"), c.after)
		book.Hold(t, conform.Fact{Strategy: "backoff", Program: "AWS SDK for Go", Version: c.version, Fact: fact,
			Predicted: strings.Join(text[0], ", "), Measured: strings.Join(text[1], ", ")}, same)
	}
}

type unavailable struct{}

func (unavailable) Error() string        { return "503" }
func (unavailable) RetryableError() bool { return true }

type slowDown struct{ unavailable }

func (slowDown) ErrorCode() string { return "SlowDown" }

// Quotas of any size and price, before servers that fail as they like.
func TestAWSQuotasOfAnySize(t *testing.T) {
	wrong := 0
	for number := range *many {
		key := sim.NewKey(23, number)
		max, tokens, cost := 1+key.IntN(0, 6), 10+key.IntN(1, 300), 1+key.IntN(2, 20)
		var failures []int
		for i := range uint64(80) {
			failures = append(failures, []int{0, 0, 1, 2, 1000}[key.IntN(3+i, 5)])
		}
		want := attempts(made[policy.Retrying](t, "backoff", fmt.Sprint("attempts=", max), fmt.Sprint("tokens=", tokens), fmt.Sprint("full=", tokens),
			fmt.Sprint("cost=", cost), "earned-by=success"), failures)
		got := awsCalls(t, failures, http.StatusServiceUnavailable, func(o *retry.StandardOptions) {
			o.MaxAttempts, o.RateLimiter, o.RetryCost = max, ratelimit.NewTokenRateLimit(uint(tokens)), uint(cost)
		})
		if !slices.Equal(want, got) {
			wrong++
			t.Logf("case %d: at most %d attempts, %d tokens, cost %d: failures %v\npredicted %v\nmeasured  %v", number, max, tokens, cost, failures, want, got)
		}
	}
	held(t, "backoff", "AWS SDK for Go", awsModule, "drawn quotas, 80 calls each: cases in which any call makes another number of attempts", wrong)
}
