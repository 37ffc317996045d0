package queue

import (
	"time"

	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// Read reads a queueing system. File is its name in messages; strategies are
// those that balancers and clients may use beside Balancers. The error is a
// *scenario.Errors and names every mistake with its place.
func Read(file string, content []byte, strategies []policy.Strategy) (*Spec, error) {
	return scenario.ReadAs(file, content, append(Balancers(), strategies...), func(n scenario.Node) *Spec {
		r := &reader{
			spec:    &Spec{},
			targets: scenario.NewNames("station or group"),
			streams: scenario.NewNames("stream"),
			to:      map[string]Target{},
		}
		r.read(n)
		if n.Sound() {
			r.judge()
		}
		return r.spec
	})
}

// reader is what is known of a file while it is read.
type reader struct {
	spec    *Spec
	targets *scenario.Names
	streams *scenario.Names
	to      map[string]Target
	// soundPlaces tells that stations and groups were read without a mistake.
	soundPlaces bool
	// where stations and streams stand, for messages
	stationNodes []scenario.Node
	streamNodes  []scenario.Node
}

// read reads the sections in an order in which names are declared before they
// are used.
func (r *reader) read(n scenario.Node) {
	m, s := n.Open("queueing system"), r.spec
	s.Name = scenario.Need(m, "queueing", scenario.NameOf)
	s.About = scenario.Get(m, "about", scenario.TextOf, "")
	requests := 0
	if m.Has("requests") {
		requests = scenario.Need(m, "requests", scenario.PositiveCountOf)
		if m.Has("length") {
			scenario.Need(m, "length", scenario.PositiveDurationOf)
			m.RefuseAt("length", "a run has a length or a number of requests, not both")
		}
	} else {
		s.Length = scenario.Need(m, "length", scenario.PositiveDurationOf)
	}
	s.WarmUp = scenario.Need(m, "warm-up", warmUp)
	s.Cycles = scenario.Get(m, "cycles", scenario.PositiveCountOf, 1)
	s.Observe = scenario.Get(m, "observe", scenario.ListOf("instants", scenario.DurationOf), nil)
	r.places(m)
	r.soundPlaces = n.Sound()
	scenario.Need(m, "arrivals", scenario.ListOf("streams", r.stream))
	m.Done()
	if n.Sound() {
		r.length(m, requests)
	}
}

// warmUp reads a span, mser or none.
func warmUp(n scenario.Node) WarmUp {
	switch n.Word() {
	case "mser":
		return WarmUp{MSER: true}
	case "none":
		return WarmUp{}
	}
	if n.Word() != "" && (n.Word()[0] < '0' || n.Word()[0] > '9') {
		scenario.OneOf("warm-up", "mser", "none", "a duration like 1000s")(n)
		return WarmUp{}
	}
	return WarmUp{Span: scenario.DurationOf(n)}
}

// length turns a number of requests into the time in which so many are
// expected, and checks that the instants of the file lie within the run.
func (r *reader) length(m *scenario.Mapping, requests int) {
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
			m.RefuseAt("requests", "so many requests take longer than %s", scenario.FormatDuration(mostLength))
			return
		}
		s.Length = max(1, time.Duration(span))
	}
	if s.Length > mostLength || s.WarmUp.Span > mostLength {
		m.RefuseAt("length", "a run lasts at most %s", scenario.FormatDuration(mostLength))
	}
	for _, at := range s.Observe {
		if at > s.Length {
			m.RefuseAt("observe", "%s lies beyond the length of the run, %s", scenario.FormatDuration(at), scenario.FormatDuration(s.Length))
		}
	}
	for i, st := range s.Stations {
		if len(st.Schedule) > 0 && st.Schedule[0].At < -s.WarmUp.Span {
			r.stationNodes[i].Refuse("a change at %s lies before the warm-up, which is %s long",
				scenario.FormatDuration(st.Schedule[0].At), scenario.FormatDuration(s.WarmUp.Span))
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
