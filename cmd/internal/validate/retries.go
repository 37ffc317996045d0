package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim/portable"
)

const tooRare = "false alarms are too rare to be met 10,000 times"

func computeAmplification(c *oracle.Case) Values {
	p, m, layers := c.Share("p_fail"), c.Count("max_attempts", 1, mostAttempts), c.Count("layers", 1, 100)
	return Values{
		"mean_attempts": geometric(p, m),
		"p_success":     1 - portable.Pow(p, float64(m)),
		// SRE book, chapter 22: each layer repeats all that is below it.
		"worst_case_attempts_all_layers": portable.Pow(float64(m), float64(layers)),
	}
}

func computeRetryLoad(c *oracle.Case) Values {
	r := theory.RetryLoad{Arrivals: c.Positive("lam", "1/s"), Service: c.Positive("mean_service", "s"), Servers: c.Count("c", 1, mostServers),
		Attempts: c.Count("max_attempts", 0, mostAttempts)}
	attempts, number := r.Solve()
	b := r.Blocking(attempts)
	lost := 0.0
	if r.Attempts > 0 {
		lost = portable.Pow(b, float64(r.Attempts))
	}
	return Values{"number_of_fixed_points": number, "offered_attempt_rate": attempts, "blocking_per_attempt": b,
		"goodput": r.Arrivals * (1 - lost), "amplification": attempts / r.Arrivals, "p_final_failure": lost}
}

// computeMetastable: a full queue makes every answer late, and goodput 0, if
// its wait exceeds the clients' timeout; that state feeds itself if the
// attempts of all clients exceed the capacity (Bronson et al., HotOS 2021).
func computeMetastable(c *oracle.Case) Values {
	capacity, m := c.Positive("capacity", "1/s"), float64(c.Count("max_attempts", 1, mostAttempts))
	timeout, limit, lam := c.Positive("timeout", "s"), c.Number("queue_limit", "1"), c.Positive("lam", "1/s")
	vulnerable := lam > capacity/m && lam < capacity && limit/capacity > timeout
	good := min(lam, capacity)
	bad := good
	if vulnerable {
		bad = 0
	}
	return Values{"stable_region_below": capacity / m, "vulnerable_region_up_to": capacity, "is_vulnerable": vulnerable, "goodput_good_state": good,
		"goodput_bad_state": bad, "load_to_shed_to_recover": max(0, lam-capacity/m), "queue_wait_when_full": limit / capacity}
}

// computeBudget: retries are at most a ratio of first attempts and a floor
// (Finagle, Linkerd, Envoy).
func computeBudget(c *oracle.Case) Values {
	lam, p, ratio := c.Positive("lam", "1/s"), c.Share("p_fail"), c.Number("budget_ratio", "1")
	floor, m, capacity := c.Number("min_retries_per_s", "1/s"), c.Count("max_attempts", 1, mostAttempts), c.Positive("capacity", "1/s")
	free, bound := lam*geometric(p, m), float64(lam*(1+ratio))+floor
	return Values{"unbudgeted_attempt_rate": free, "attempt_rate_bound": bound, "attempt_rate": min(free, bound),
		"amplification_bound": bound / lam, "overload_free_iff_lam_below": (capacity - floor) / (1 + ratio)}
}

// computeTokens is retry throttling of gRPC proposal A6: a failure costs a
// token, a success earns a ratio of one, and a retry needs more than half of
// the tokens.
func computeTokens(c *oracle.Case) Values {
	most, ratio, outcomes := c.Positive("max_tokens", "1"), c.Positive("token_ratio", "1"), c.Text("outcomes")
	tokens := most
	var after, allowed []float64
	for _, outcome := range outcomes {
		switch outcome {
		case 'F':
			tokens = max(0, tokens-1)
			may := 0.0
			if tokens > most/2 {
				may = 1
			}
			allowed = append(allowed, may)
		case 'S':
			tokens = min(most, tokens+ratio)
		default:
			oracle.Refuse("parameter outcomes with a %q", outcome)
		}
		after = append(after, tokens)
	}
	return Values{"tokens_after_each": after, "retry_allowed_after_each_failure": allowed, "sustainable_failure_share": ratio / (1 + ratio)}
}

func computeBucket(c *oracle.Case) Values {
	rate, burst, arrivals, span := c.Positive("rate", "1/s"), c.Number("burst", "1"), c.Positive("arrival_rate", "1/s"), c.Positive("duration", "s")
	first := math.Inf(1)
	if arrivals > rate {
		first = burst / (arrivals - rate)
	}
	n := math.Ceil(float64(arrivals*span) - 1e-9)
	if n > 1e8 {
		oracle.Refuse("parameters of more than 1e8 arrivals")
	}
	// Arrival i comes at i/a. Tokens are kept as what has been taken, so that
	// no rounding adds up.
	taken := 0.0
	full := 0.0 // tokens that ran over
	for i := range int(n) {
		made := burst + rate*float64(i)/arrivals
		full = max(full, made-taken-burst)
		if made-full-taken >= 1-1e-9 {
			taken++
		}
	}
	return Values{"accepted_exact": taken, "accepted_fluid": min(arrivals*span, burst+float64(rate*span)), "time_first_reject": first}
}

// computeDetection: a hard failure meets the probes at a uniform phase; runs
// of k losses in Bernoulli trials (Feller I, XIII.7).
func computeDetection(c *oracle.Case) Values {
	p, k := c.Share("p_probe_fail"), c.Count("threshold", 1, 1000)
	interval, timeout := c.Positive("interval", "s"), c.Number("probe_timeout", "s")
	least := float64(float64(k-1)*interval) + timeout
	probes := math.Inf(1)
	if p > 0 {
		probes = geometric(p, k) / portable.Pow(p, float64(k))
	}
	v := Values{"mean_probes_to_k_failures_in_a_row": probes, "mean_time_between_false_ejections": probes * interval,
		"detection_delay_min": least, "detection_delay_mean": least + float64(interval/2), "detection_delay_max": least + interval}
	quantiles(c, v, "detection_delay", "", func(p float64) float64 { return least + float64(p*interval) })
	return v
}

// computeBackoff sums independent waits, uniform below min(cap, base 2^k).
func computeBackoff(c *oracle.Case) Values {
	base, limit, n := c.Positive("base", "s"), c.Positive("cap", "s"), c.Count("retries", 0, mostAttempts)
	most, variance := 0.0, 0.0
	for k := range n {
		ceiling := min(limit, math.Ldexp(base, k))
		most += ceiling
		variance += float64(ceiling * ceiling / 12)
	}
	return Values{"mean_total_backoff": most / 2, "max_total_backoff": most, "std_total_backoff": math.Sqrt(variance)}
}
