package queue

import (
	"time"

	"failsim/models/file"
	"failsim/models/policy"
)

// Read reads a queueing system. name is that of the file in messages; strategies are
// those that balancers and clients may use. The error is a
// *file.Errors and names every mistake with its place.
func Read(name string, content []byte, strategies []policy.Strategy) (*Spec, error) {
	return file.Read(name, content, func(n file.Node) *Spec {
		r := &reader{
			strategies: strategies,
			spec:       &Spec{},
			targets:    file.NewNames("station or group", file.MostNames),
			streams:    file.NewNames("stream", file.MostNames),
			to:         map[string]Target{},
		}
		r.read(n)
		r.spec.Older = n.Older()
		if n.Sound() {
			r.judge()
		}
		return r.spec
	})
}

// read reads the sections in an order in which names are declared before they
// are used.
func (r *reader) read(n file.Node) {
	m, s := n.Open("queueing system"), r.spec
	s.Name = file.Need(m, "queueing", file.NameOf)
	s.About = file.Get(m, "about", file.TextOf, "")
	requests := 0
	if m.Has("requests") {
		requests = file.Need(m, "requests", file.PositiveCountOf)
		if m.Has("length") {
			file.Need(m, "length", file.PositiveDurationOf)
			m.RefuseAt("length", "a run has a length or a number of requests, not both")
		}
	} else {
		s.Length = file.Need(m, "length", file.PositiveDurationOf)
	}
	s.WarmUp = file.Need(m, "warm-up", readWarmUp)
	s.Cycles = file.Get(m, "cycles", file.PositiveCountOf, 1)
	s.Observe = file.Get(m, "observe", file.ListOf("instants", file.DurationOf), nil)
	r.places(m)
	r.soundPlaces = n.Sound()
	file.Need(m, "arrivals", file.ListOf("streams", r.stream))
	m.Done()
	if n.Sound() {
		r.length(m, requests)
	}
}

// places reads the sections of stations and of groups.
func (r *reader) places(m *file.Mapping) {
	if !m.Has("stations") && !m.Has("groups") {
		m.Missing("stations or groups")
	}
	file.Get(m, "stations", file.ListOf("stations", r.declaredStation), nil)
	file.Get(m, "groups", file.ListOf("groups", r.group), nil)
	file.Get(m, "caches", file.ListOf("caches", r.cache), nil)
}

// readWarmUp reads a span, mser or none.
func readWarmUp(n file.Node) WarmUp {
	switch n.Word() {
	case "mser":
		return WarmUp{MSER: true}
	case "none":
		return WarmUp{}
	}
	if n.Word() != "" && (n.Word()[0] < '0' || n.Word()[0] > '9') {
		file.OneOf("warm-up", "mser", "none", "a duration like 1000s")(n)
		return WarmUp{}
	}
	return WarmUp{Span: file.DurationOf(n)}
}

// length turns a number of requests into the time in which so many are
// expected, and checks that the instants of the file lie within the run.
func (r *reader) length(m *file.Mapping, requests int) {
	s := r.spec
	if requests > 0 {
		rate := 0.0
		for i, st := range s.Streams {
			if st.Arrivals.Clients > 0 {
				r.streamNodes[i].Refuse("how many requests a closed stream makes is a result: give the run a length instead of requests")
				return
			}
			rate += st.Arrivals.PerSecond
		}
		span := float64(requests) / rate * float64(time.Second)
		if span > float64(mostLength) {
			m.RefuseAt("requests", "so many requests take longer than %s", file.FormatDuration(mostLength))
			return
		}
		s.Length = max(1, time.Duration(span))
	}
	if s.Length > mostLength || s.WarmUp.Span > mostLength {
		m.RefuseAt("length", "a run lasts at most %s", file.FormatDuration(mostLength))
	}
	for _, at := range s.Observe {
		if at > s.Length {
			m.RefuseAt("observe", "%s lies beyond the length of the run, %s", file.FormatDuration(at), file.FormatDuration(s.Length))
		}
	}
	for i, st := range s.Stations {
		if len(st.Schedule) > 0 && st.Schedule[0].At < -s.WarmUp.Span {
			r.stationNodes[i].Refuse("a change at %s lies before the warm-up, which is %s long",
				file.FormatDuration(st.Schedule[0].At), file.FormatDuration(s.WarmUp.Span))
		}
	}
	if s.WarmUp.MSER && (len(s.Observe) > 0 || s.Cycles > 1 || r.scheduled()) {
		m.RefuseAt("warm-up", "mser finds where the steady state begins; a run with a schedule, with instants to observe or of many cycles has no such place")
	}
}

// mostLength keeps instants far below where they overflow.
const mostLength = 100 * 365 * 24 * time.Hour

func (r *reader) scheduled() bool {
	for _, s := range r.spec.Stations {
		if len(s.Schedule) > 0 {
			return true
		}
	}
	return false
}
