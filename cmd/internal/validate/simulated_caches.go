package validate

import (
	"fmt"
	"math"
	"strings"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
)

// systemFill asks a cache that keeps everything once a second, so that after so
// many seconds it has been asked so often. What it would miss then is read from
// what it holds. size counts requests.
func systemFill(c *oracle.Case, size int) System {
	after := c.Numbers("after_requests")
	s := System{Figures: map[string]Figure{}}
	most := 0.0
	var instants []string
	for _, n := range after {
		most = max(most, n)
		instants = append(instants, seconds(n+0.5)) // when the origin has answered the last
		s.Figures[named("miss_ratio_after_", n, "")] = Figure{"cache edge", "miss_share_at_" + decimal(n+0.5) + "s", 1}
		s.Figures[named("distinct_objects_after_", n, "")] = Figure{"cache edge", "objects_held_at_" + decimal(n+0.5) + "s", 1}
	}
	s.File = fmt.Sprintf(`queueing: %s
length: %s
warm-up: none
cycles: %d
observe: [%s]
arrivals: [{stream: %s, every: 1s, to: edge, objects: {count: %d, zipf: %s}}]
stations: [{station: origin, servers: unlimited, service: 1ns}]
caches: [{cache: edge, to: origin, keeps: unlimited, hit: 1ns}]
`, nameOf(c), seconds(most+1), max(1, int(float64(size)/most)), strings.Join(instants, ", "), nameOf(c),
		c.Count("objects", 1, 10*mostRequests), decimal(c.Number("zipf_alpha", "1")))
	return s
}

// warmUps is after how many time constants a cache counts as warm: e^-12 of
// what it lacked is left, six parts in a million.
const warmUps = 12

// systemColdCache warms in one run with as many requests as size says: each
// stands for weight real ones, and the origin's capacity is scaled with them.
func systemColdCache(c *oracle.Case, size int) System {
	rate, warm, cold := c.Positive("request_rate", "1/s"), c.Share("warm_hit"), c.Share("cold_hit")
	span, origin := c.Positive("warmup_time_constant", "s"), c.Positive("origin_capacity", "1/s")
	length := warmUps * span
	weight := rate * length / float64(size)
	s := System{File: fmt.Sprintf(`queueing: %s
length: %s
warm-up: none
observe: [0s]
arrivals: [{stream: %s, rate: %s, to: edge}]
stations: [{station: origin, servers: 1, service: %s}]
caches: [{cache: edge, to: origin, warms: {from: %s, to: %s, over: %s}, hit: 1ns}]
`, nameOf(c), seconds(length), nameOf(c), perSecond(rate/weight), seconds(weight/origin), percent(cold), percent(warm), seconds(span)), Figures: map[string]Figure{}}
	s.Derived = map[string]func(*figures.Report) float64{
		"origin_rate_at_failover": func(r *figures.Report) float64 {
			return weight * r.Value("stream "+nameOf(c), "request_rate") * r.Value("cache edge", "miss_share_at_0s")
		},
		"extra_origin_requests": func(r *figures.Report) float64 {
			return weight * (r.Value("cache edge", "misses_per_cycle") - float64((1-warm)*r.Value("cache edge", "requests_per_cycle")))
		},
	}
	if rate*(1-cold) > origin && rate*(1-warm) < origin {
		s.Figures["time_until_origin_within_capacity"] = Figure{"station origin", "time_of_peak_queue", 1}
		s.Figures["origin_backlog_peak"] = Figure{"station origin", "peak_queue", weight}
	}
	return s
}

// parts is how many servers the capacity of a fluid is cut into.
const parts = 200

// systemBacklog cuts a fluid into requests: as many as size says, and a server
// for each two-hundredth of the capacity. Requests come and are served at equal
// spans, so that nothing in it is left to chance.
func systemBacklog(c *oracle.Case, size int) System {
	rate, capacity, lost := c.Positive("arrival_rate", "1/s"), c.Positive("capacity", "1/s"), c.Share("lost_share")
	delay, replace := c.Number("replace_delay", "s"), c.Positive("replace_rate", "1/s^2")
	left := parts * (1 - lost)
	if left != math.Round(left) {
		oracle.Refuse("parameter lost_share is %v, not a whole number of %d servers", lost, parts)
	}
	if rate >= capacity {
		oracle.Refuse("parameters of a backlog that never ends")
	}
	// The backlog is at most what the loss lets through until all is replaced,
	// and drains with what is to spare.
	outage := delay + lost*capacity/replace
	length := outage + rate*outage/(capacity-rate)
	weight := rate * length / float64(size)
	s := System{File: fmt.Sprintf(`queueing: %s
length: %s
warm-up: none
arrivals: [{stream: %s, every: %s, to: pool}]
stations:
  - station: pool
    servers: %d
    service: %s
    schedule: [{at: 0s, servers: %.0f}]
    replaces: {after: %s, rate: %s}
`, nameOf(c), seconds(length), nameOf(c), seconds(weight/rate), parts, seconds(parts*weight/capacity), left, seconds(delay), perSecond(replace*parts/capacity)),
		Figures: figuresOf("station pool", "drain_complete_at", "drained_at")}
	s.Figures["max_backlog"] = Figure{"station pool", "peak_queue", weight}
	s.Figures["max_wait_seconds_approx"] = Figure{"station pool", "peak_queue", weight / rate}
	return s
}

// systemHashing lays rings with as many points in all as size says.
func systemHashing(c *oracle.Case, size int) System {
	nodes, points := c.Count("nodes", 1, mostMembers), c.Count("virtual_nodes", 1, mostRequests)
	s := System{File: fmt.Sprintf(`queueing: %s
length: 1s
warm-up: none
cycles: %d
arrivals: [{stream: %s, rate: 1/s, to: ring}]
groups: [{group: ring, stations: {count: %d, like: {servers: unlimited, service: 1ms}}, balance: {consistent-hash: {points: %d}}}]
`, nameOf(c), max(2, size/(nodes*points)), nameOf(c), nodes, points),
		Figures: figuresOf("group ring", "mean_share", "share_mean", "cv_of_share", "share_cv", "expected_max_over_mean", "share_max_over_mean",
			"share_moved_when_one_node_is_lost", "share_moved_by_loss")}
	s.quantilesOf(c, "group ring", "share", "")
	return s
}

// systemWeighted lives through days of an outage by the clock. A request
// stands for weight real ones, so that there are enough days to report how much
// they vary.
func systemWeighted(c *oracle.Case, size int) System {
	const (
		day     = 24 * secondsPerHour
		perDay  = 4000 // requests
		fewDays = 2
	)
	rate, amplitude, peak := c.Positive("mean_rate", "1/s"), c.Share("relative_amplitude"), c.Number("peak_hour", "h")
	var spans []string
	for _, o := range c.Pairs("outages") {
		spans = append(spans, fmt.Sprintf("{at: %s, for: %s}", inHours(o[0]), inHours(o[1]-o[0])))
	}
	weight := rate * day / perDay
	s := System{File: fmt.Sprintf(`queueing: %s
length: 24h
warm-up: none
cycles: %d
arrivals: [{stream: %s, sinusoidal: {rate: %s, amplitude: %s, period: 24h, peak: %s}, to: front}]
stations: [{station: front, servers: unlimited, service: 1ms, down: [%s]}]
`, nameOf(c), max(fewDays, size/perDay), nameOf(c), perSecond(rate/weight), percent(amplitude), inHours(peak), strings.Join(spans, ", ")), Figures: map[string]Figure{}}
	of := "stream " + nameOf(c)
	s.Figures["expected_lost_requests"] = Figure{of, "failed_per_cycle", weight}
	s.Figures["expected_total_requests"] = Figure{of, "requests_per_cycle", weight}
	// Requests come independently, so that counts of them vary as their root.
	s.Figures["std_lost_requests"] = Figure{of, "std_failed_per_cycle", math.Sqrt(weight)}
	s.Figures["request_weighted_availability"] = Figure{of, "p_success", 1}
	return s
}

// systemBucket offers requests at equal spans to a bucket of tokens: nothing
// in it is left to chance.
func systemBucket(c *oracle.Case, _ int) System {
	rate, burst, arrivals, span := c.Positive("rate", "1/s"), c.Count("burst", 1, mostRequests), c.Positive("arrival_rate", "1/s"), c.Positive("duration", "s")
	gap := 1 / arrivals
	return System{File: fmt.Sprintf(`queueing: %s
length: %s
warm-up: none
arrivals: [{stream: %s, every: %s, to: door}]
stations: [{station: door, servers: unlimited, service: 1ns, admits: {rate: %s, burst: %d}}]
`, nameOf(c), seconds(span-float64(gap/2)), nameOf(c), seconds(gap), perSecond(rate), burst),
		// The first comes a gap after the start: the vector's comes at it, to a full bucket as well.
		Derived: map[string]func(*figures.Report) float64{"accepted_exact": func(r *figures.Report) float64 {
			return math.Round(r.Value("station door", "arrival_rate") * (1 - r.Value("station door", "p_block")) * (span - float64(gap/2)))
		}}}
}
