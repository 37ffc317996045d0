package queue

import (
	"fmt"
	"math"

	"failsim/models/distribution"
	"failsim/models/figures"
	"failsim/models/station"
)

// judge refuses what has no answer, and finds the figures that have none.
func (r *reader) judge() {
	s := r.spec
	s.unanswerable, s.warnings = map[figures.Key]string{}, map[figures.Key]string{}
	work := s.offered()
	for i := range s.Stations {
		r.judgeStation(i, work[i])
	}
	for g := range s.Groups {
		r.judgeGroup(g)
	}
}

// offered returns how many servers the work of open streams keeps busy at each
// station, if it does not matter who is idle.
func (s *Spec) offered() []float64 {
	work := make([]float64, len(s.Stations))
	for i := range s.Streams {
		st := &s.Streams[i]
		if st.Arrivals.Clients > 0 {
			continue
		}
		passed := 1.0 // by a cache
		if c := st.To.Cache; c > 0 {
			if passed = 0; s.Caches[c-1].Warms != nil {
				passed = 1 - s.Caches[c-1].Warms.To
			}
		}
		members, shares := s.membersOf(st.To), []float64{1}
		if st.To.Group {
			shares = s.Groups[st.To.Index].shares(s)
		}
		for k, m := range members {
			mean, _ := s.Stations[m].work()
			work[m] += float64(passed * st.attemptsAtLeast(s) * st.Arrivals.PerSecond * shares[k] * mean.Seconds())
		}
	}
	return work
}

// shares returns which part of its requests each member of a group gets: that
// of its weight, or, where balancers look at queues, that of its capacity.
func (g *Group) shares(s *Spec) []float64 {
	shares, sum := make([]float64, len(g.Members)), 0.0
	for k, m := range g.Members {
		shares[k] = g.Weights[k]
		if !g.Even {
			mean, _ := s.Stations[m].work()
			shares[k] = float64(s.Stations[m].Servers) / max(1e-9, mean.Seconds())
		}
		sum += shares[k]
	}
	for k := range shares {
		shares[k] /= sum
	}
	return shares
}

// judgeStation refuses a station that has no steady state if one is asked for.
func (r *reader) judgeStation(i int, work float64) {
	st := &r.spec.Stations[i]
	_, finite := st.work()
	if limit := st.Admits.PerSecond; limit > 0 && finite {
		mean, _ := st.work()
		work = min(work, limit*mean.Seconds())
	}
	has := st.servers()
	endless := st.QueueCapacity == Unlimited && st.Servers < Unlimited && !r.spec.impatientAll(i)
	switch {
	case !r.spec.steady():
		if !finite {
			r.withhold(i, "services of "+st.Service.String()+" have an infinite mean", "mean_wait", "mean_wait_all", "mean_sojourn",
				"mean_latency", "var_wait", "var_sojourn")
		}
	case !finite:
		r.refuse(i, "has no steady state: the mean of its services, %s, is infinite; ask for a transient with warm-up: none", st.Service)
	case endless && work >= has*(1-1e-9):
		r.refuse(i, "has no steady state: its work keeps %.6g servers busy and it has %.6g; "+
			"bound its queue, give waiting requests a patience, or ask for a transient with warm-up: none", work, has)
	case finite:
		if need, whole := r.spec.relaxation(i, work/has), (r.spec.WarmUp.Span + r.spec.Length).Seconds(); endless && whole < need {
			r.refuse(i, "does not come near its steady state in %.6gs: at %.4g %% of its capacity, from empty, it takes %.3gs at least; "+
				"run longer, or ask for a transient with warm-up: none", whole, 100*work/has, need)
			return
		}
		r.judgeTail(i, work, endless)
	}
}

// servers returns how many servers a station has in the long run: with
// scaling, at most; of those that break and have a repairer each, as many as
// are up, and all where repairers are few, as an upper bound.
func (s *Station) servers() float64 {
	switch {
	case s.Scales != nil:
		return float64(s.Scales.Most)
	case s.Breaks != nil && s.Breaks.People >= s.Servers:
		up, finite := s.Breaks.Up.Mean()
		down, mends := s.Breaks.Down.Mean()
		if finite && mends {
			return float64(s.Servers) * up.Seconds() / (up.Seconds() + down.Seconds())
		}
	}
	return float64(s.Servers)
}

// refuse reports what is wrong with a station once for all members alike.
func (r *reader) refuse(i int, format string, args ...any) {
	st := &r.spec.Stations[i]
	if g := st.Group; g >= 0 && i != r.spec.Groups[g].Members[0] && r.stationNodes[i] == r.stationNodes[i-1] {
		return
	}
	r.stationNodes[i].Refuse("station %q "+format, append([]any{st.Name}, args...)...)
}

// judgeTail finds which moments are infinite. With s servers to spare, s =
// servers less the whole part of the work, the wait's moment of order k is
// finite if and only if services have one of order (s+k)/s (Scheller-Wolf and
// Vesilo 2006; for one server Kiefer and Wolfowitz 1956). Sharing has no such
// trouble: its mean depends on the mean service only.
func (r *reader) judgeTail(i int, work float64, endless bool) {
	st := &r.spec.Stations[i]
	index := distribution.TailIndex(st.Service)
	if math.IsInf(index, 1) || st.Fails.all() {
		return
	}
	if index <= 2 {
		r.withhold(i, fmt.Sprintf("it is infinite: services of %s have an infinite variance", st.Service), "var_sojourn")
		r.warn(i, noVariance, "mean_sojourn", "mean_latency") // which holds its own service
		if st.Discipline == station.Sharing {
			// The number there is, over time, the sum of sojourns (Little 1961).
			r.warn(i, noVariance, "mean_in_system", "mean_in_system_seen")
		}
	}
	if st.Discipline == station.Sharing {
		return
	}
	if !endless {
		r.judgeShortTail(i, index)
		return
	}
	spare := float64(st.Servers) - math.Floor(work+1e-9)
	if index <= 1+1/spare {
		r.withhold(i, fmt.Sprintf("it is infinite: services of %s vary too much for %s", st.Service, serverCount(st.Servers)),
			"mean_wait", "mean_wait_all", "mean_sojourn", "mean_latency", "var_wait", "var_sojourn",
			"mean_in_system", "var_in_system", "mean_queue", "mean_in_system_seen")
	} else if index <= 1+2/spare {
		r.withhold(i, fmt.Sprintf("it is infinite: services of %s vary too much for %s", st.Service, serverCount(st.Servers)),
			"var_wait", "var_sojourn", "var_in_system")
		r.warn(i, noVariance, "mean_wait", "mean_wait_all", "mean_sojourn",
			"mean_latency", "mean_in_system", "mean_queue", "mean_in_system_seen")
	}
}

const noVariance = "its variance is infinite: the standard error means little"

// judgeShortTail does so for a short queue. A request waits for longer than x only
// while each of s servers has more than x to do, which begins at a rate of order
// x^-(s(index-1)+1), and then no more than the places are taken; those who may lose
// patience do not wait so long.
func (r *reader) judgeShortTail(i int, index float64) {
	st := &r.spec.Stations[i]
	if st.QueueCapacity == Unlimited || st.QueueCapacity == 0 || st.Servers == Unlimited || r.spec.impatientAll(i) || index > 1+1/float64(st.Servers) {
		return
	}
	r.withhold(i, fmt.Sprintf("it is infinite: services of %s vary too much for %s", st.Service, serverCount(st.Servers)), "var_wait")
	r.warn(i, noVariance, "mean_wait", "mean_wait_all")
}

func serverCount(n int) string {
	if n == 1 {
		return "one server"
	}
	return fmt.Sprintf("%d servers", n)
}

func (r *reader) withhold(station int, why string, names ...string) {
	for _, of := range r.spec.affected(station) {
		for _, name := range names {
			r.spec.unanswerable[figures.Key{Of: of, Name: name}] = why
		}
	}
}

func (r *reader) warn(station int, what string, names ...string) {
	for _, of := range r.spec.affected(station) {
		for _, name := range names {
			r.spec.warnings[figures.Key{Of: of, Name: name}] = what
		}
	}
}

// judgeGroup refuses streams to a station that only its group may use.
func (r *reader) judgeGroup(g int) {
	for i, st := range r.spec.Streams {
		if !st.To.Group && r.spec.Stations[st.To.Index].Group == g {
			r.streamNodes[i].Refuse("station %q is behind the balancer of group %q: send the stream to the group",
				r.spec.Stations[st.To.Index].Name, r.spec.Groups[g].Name)
		}
	}
}
