package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim/portable"
)

// computeRegionLoss spreads load evenly before and after.
func computeRegionLoss(c *oracle.Case) Values {
	regions := c.Count("regions", 1, mostServers)
	lost, before := c.Count("lost", 0, regions-1), c.Number("utilisation", "1")
	all, left := float64(regions), float64(regions-lost)
	after := before * all / left
	over := after > 1+1e-12 // 1 is full, not overloaded
	shed := 0.0
	if over {
		shed = 1 - 1/after
	}
	return Values{"load_factor": all / left, "utilisation_after": after, "max_safe_utilisation": left / all, "overloaded": over, "shed_share_needed": shed,
		"spare_capacity_cost_over_need": all/left - 1}
}

func computeCascade(c *oracle.Case) Values {
	servers, utilisation := c.Count("servers", 1, mostRequests), c.Positive("utilisation", "1")
	lost, trip, batch := c.Share("lost_share"), c.Positive("trip_ratio", "1"), c.Share("batch_share")
	up := servers - int(math.Round(float64(servers)*lost))
	load := float64(servers) * utilisation
	survivors, steps := theory.Cascade(up, load, trip, batch)
	return Values{"survivors": survivors, "steps": steps, "first_load_per_survivor": load / float64(up), "critical_lost_share": 1 - utilisation/trip}
}

func computeBacklog(c *oracle.Case) Values {
	l := theory.Loss{Arrivals: c.Positive("arrival_rate", "1/s"), Capacity: c.Positive("capacity", "1/s"), Delay: c.Number("replace_delay", "s"),
		Rate: c.Number("replace_rate", "1/s^2")}
	l.Left = l.Capacity * (1 - c.Share("lost_share"))
	most, at, gone := l.Solve()
	return Values{"capacity_after_loss": l.Left, "overload_ratio": l.Arrivals / l.Left, "max_backlog": most, "time_of_max_backlog": at,
		"drain_complete_at": gone, "max_wait_seconds_approx": most / l.Arrivals}
}

// computeColdCache: the share of hits rises from cold to warm with a time
// constant, so that the origin sees rate(1-hit).
func computeColdCache(c *oracle.Case) Values {
	rate, warm, cold := c.Positive("request_rate", "1/s"), c.Share("warm_hit"), c.Share("cold_hit")
	span, origin := c.Positive("warmup_time_constant", "s"), c.Positive("origin_capacity", "1/s")
	enough := 1 - origin/rate // share of hits that spares the origin
	until, backlog := 0.0, 0.0
	switch {
	case warm <= enough:
		until, backlog = math.Inf(1), math.Inf(1)
	case cold < enough:
		until = span * portable.Log((warm-cold)/(warm-enough))
		// The integral of rate(1-hit)-origin until then.
		backlog = float64((float64(rate*(1-warm))-origin)*until) - float64(rate*(warm-cold)*span*portable.Expm1(-until/span))
	}
	return Values{"origin_load_factor_at_failover": (1 - cold) / (1 - warm), "origin_rate_at_failover": rate * (1 - cold),
		"extra_origin_requests": rate * (warm - cold) * span, "time_until_origin_within_capacity": until, "origin_backlog_peak": backlog}
}

// computeFill is the independent reference model with objects of Zipf's law.
func computeFill(c *oracle.Case) Values {
	p := theory.Zipf(c.Count("objects", 1, 10*mostRequests), c.Number("zipf_alpha", "1"))
	v := Values{}
	for _, n := range c.Numbers("after_requests") {
		miss, held := theory.Fill(p, n)
		v[named("miss_ratio_after_", n, "")], v[named("distinct_objects_after_", n, "")] = miss, held
	}
	return v
}
