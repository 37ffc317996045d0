package strategies

import "failsim/models/policy"

// quota is a backoff whose budget only successes refill, as in AWS's SDKs: so in an
// outage retries end for good, and begin again by and by when it is over. The SDKs
// have a bucket a client. What a retry cost is the last that was paid of the bucket.
type quota struct{ *backoff }

var (
	_ policy.Retrying  = (*quota)(nil)
	_ policy.Rewarding = (*quota)(nil)
)

func (q *quota) Succeeded(p *policy.Budget, attempts int) {
	q.open(p)
	earned := 1.0
	if attempts > 1 {
		if earned = q.cost; q.differs {
			earned = p.Paid
		}
	}
	p.Tokens = min(p.Tokens+earned, q.full)
}
