package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// question is what no file says.
type question struct {
	key string
	a   *answer
	// other is another answer that might be true, for finding out how much hangs on it.
	other string
}

// questions lists what no file says. Until it is known how much hangs on each they
// stand in the order of what that is as a rule: what a server can take and how much is
// asked of it before how clients behave, and names last.
func (p *Plan) questions() (list []question) {
	for _, q := range []question{
		{"capacity of the servers", &p.Capacity, fmt.Sprintf("%.3g%%", 70*p.capacity())}, {"rate", &p.Rate, p.twice()}, {"service time", &p.Service, "{lognormal: {median: 400ms, sigma: 0.5}}"},
		{"what checks see", &p.Sight, "work: aside, sees-errors: 0%, sees-slow: 0%"}, {"zones", &p.zonesFrom, ""}, {"servers", &p.serversFrom, ""},
		{"layers", &p.Layers, ""}, {"share that needs another pool", &p.Share, fmt.Sprintf("%d%%", min(50, 100/max(1, len(p.Needs))))}, {"TTL", &p.TTL, "10m"}, {"time-out of clients", &p.ClientTimeout, "5s"}, {"patience", &p.Patience, ""},
		{"clients' retries", &p.Again, "fixed"}, {"health check", &p.CheckInterval, ""}, {"balancing", &p.Balancing, "random"}, {"queue at the LB", &p.Surge, "128"}, {"queue at a server", &p.QueueCapacity, "8"},
		{"next address", &p.NextAddress, "15s"}, {"distances", &p.Distances, "150ms"}, {"availability", &p.Availability, ""}, {"recovery", &p.Recovery, ""}, {"latency", &p.Latency, ""},
		{"hold", &p.Hold, ""}, {"users", &p.Users, "1000"}, {"failures", &p.Failures, ""}, {"resolvers", &p.Resolvers, "100"}, {"size of an answer", &p.AnswerSize, "200KB"},
	} {
		if q.a.Asked && !(q.key == "rate" && p.Trace != "") && (q.key != "share that needs another pool" || len(p.Needs) > 0) {
			list = append(list, q)
		}
	}
	for i := range p.Overstay {
		list = append(list, question{"clients of a resolver", &p.Overstay[i], ""})
	}
	slices.SortStableFunc(list, func(a, b question) int { return p.rank(a.key) - p.rank(b.key) })
	return list
}

// twice is a load of twice as much.
func (p *Plan) twice() string {
	rate, _ := strconv.ParseFloat(strings.TrimSuffix(p.Rate.Text, "/s"), 64)
	return fmt.Sprintf("%g/s", 2*rate)
}

func (p *Plan) rank(key string) int {
	if r, ok := p.order[key]; ok {
		return r
	}
	return len(p.order)
}

// Order says in which order questions are told from now on, and by how much another
// answer to each has moved the share of requests that a drill loses, at most.
func (p *Plan) Order(keys []string, moves map[string]float64) {
	p.order, p.moves = map[string]int{}, moves
	for i, k := range keys {
		p.order[k] = i
	}
}

// weight says how much hangs on a question, if that was tried.
func (p *Plan) weight(q question) string {
	moved, tried := p.moves[q.key]
	if !tried {
		return ""
	}
	other, _, _ := strings.Cut(q.other, ", fails")
	return fmt.Sprintf("; with %s a drill loses %s", other, map[bool]string{true: "as much", false: fmt.Sprintf("up to %.2g %% of all requests more or less", 100*moved)}[moved < 0.5e-4])
}
