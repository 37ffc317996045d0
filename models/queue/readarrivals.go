package queue

import (
	"math"
	"slices"
	"strings"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/station"
	"failsim/sim"
)

// stream reads one stream and adds it to those of the system.
func (r *reader) stream(n file.Node) Stream {
	m := n.Open("stream")
	r.retryName = ""
	s := Stream{
		Name:     file.Need(m, "stream", r.streams.Declared),
		Patience: file.Get(m, "patience", distribution.Of, nil),
		Timeout:  file.Get(m, "timeout", file.PositiveDurationOf, 0),
		Retry:    file.Get(m, "retry", r.retry, nil),
		Objects:  file.Get(m, "objects", readObjects, nil),

		MostWaiting: file.Get(m, "most-waiting", file.PositiveCountOf, DefaultMostWaiting),
	}
	s.RetryName = r.retryName
	s.Arrivals = readArrivals(m)
	to, found := r.to[file.Need(m, "to", r.targets.Reference)]
	if s.To = to; found && r.soundPlaces {
		s.Class = r.class(m, to)
	} else {
		file.Get(m, "class", file.NameOf, "")
	}
	m.Done()
	if len(r.spec.Streams) == mostStreams {
		n.Refuse("there are more than %d streams", mostStreams)
	}
	if s.Patience != nil && found && r.anyMember(s.To, func(st *Station) bool { return st.Discipline == station.Sharing }) {
		m.RefuseAt("patience", "requests do not wait where servers are shared, so patience has no effect; a timeout has")
	}
	if c := s.To.Cache; found && c > 0 && r.spec.Caches[c-1].Warms == nil && s.Objects == nil && n.Sound() {
		m.RefuseAt("to", "a cache that keeps objects needs streams that ask for some: say objects")
	}
	r.spec.Streams = append(r.spec.Streams, s)
	r.streamNodes = append(r.streamNodes, n)
	return s
}

// anyMember reports whether a condition holds at any station of a target.
func (r *reader) anyMember(to Target, holds func(*Station) bool) bool {
	return slices.ContainsFunc(r.spec.membersOf(to), func(i int) bool { return holds(&r.spec.Stations[i]) })
}

// class reads which class of a station with priorities a stream is.
func (r *reader) class(m *file.Mapping, to Target) int {
	members := r.spec.membersOf(to)
	if len(members) == 0 {
		return 0
	}
	classes := r.spec.Stations[members[0]].Classes
	for _, i := range members[1:] {
		if !slices.Equal(r.spec.Stations[i].Classes, classes) {
			m.RefuseAt("to", "the stations of the group differ in their classes of priority")
			return 0
		}
	}
	if len(classes) == 0 {
		if m.Has("class") {
			file.Need(m, "class", file.NameOf)
			m.RefuseAt("class", "where the stream goes there is no priority, so a class has no meaning")
		}
		return 0
	}
	return max(0, slices.Index(classes, file.Need(m, "class", file.OneOf("class", classes...))))
}

// arrivalKinds are the ways in which requests may arrive, by the key that
// says so.
var arrivalKinds = []struct {
	key  string
	read func(m *file.Mapping, key string) Arrivals
}{
	{"rate", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, atRate) }},
	{"every", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, every) }},
	{"batches", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, inBatches) }},
	{"sinusoidal", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, wave) }},
	{"traced", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, steps) }},
	{"on-off", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, bursts) }},
	{"closed", func(m *file.Mapping, key string) Arrivals { return file.Need(m, key, readClosed) }},
}

func readArrivals(m *file.Mapping) Arrivals {
	var given []string
	var names []string
	var a Arrivals
	for _, k := range arrivalKinds {
		names = append(names, k.key)
		if m.Has(k.key) {
			given = append(given, k.key)
			a = k.read(m, k.key)
		}
	}
	switch len(given) {
	case 0:
		m.Missing("one of " + strings.Join(names, ", "))
	case 1:
	default:
		m.RefuseAt(given[1], "requests arrive in one way, not by %s", strings.Join(given, " and by "))
	}
	return a
}

func atRate(n file.Node) Arrivals {
	rate := file.PositiveRateOf(n).PerSecond()
	return Arrivals{PerSecond: rate, poisson: true, process: func(key sim.Key, _ sim.Time) distribution.Process {
		return &distribution.Poisson{Key: key, Mean: 1e9 / rate}
	}}
}

func every(n file.Node) Arrivals {
	gap := distribution.PositiveOf(n)
	return Arrivals{PerSecond: rateOf(n, gap), process: func(key sim.Key, _ sim.Time) distribution.Process {
		return &distribution.Renewal{Key: key, Gap: gap}
	}}
}

func readClosed(n file.Node) Arrivals {
	m := n.Open("closed")
	defer m.Done()
	const mostClients = 1 << pair
	a := Arrivals{
		Clients: file.Need(m, "clients", file.That(file.PositiveCountOf, "at most 16777215", func(n int) bool { return n < mostClients })),
		Think:   file.Need(m, "think", distribution.PositiveOf),
	}
	if a.Think != nil {
		mean, _ := a.Think.Mean()
		a.PerSecond = float64(a.Clients) / math.Max(1e-9, mean.Seconds())
	}
	return a
}
