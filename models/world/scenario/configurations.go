package scenario

import (
	"slices"
	"time"

	"failsim/models/file"
)

// Configuration is what places of services hold a version of, and how it is changed.
type Configuration struct {
	Name           string
	Of             []string // services
	Places         int      // of each that has no LBs of the tenant to be its places
	ChangesPerHour float64  // of a place's own row
	Takes          time.Duration
	Waves          []Wave
	Verdict        Verdict
	RollBack       RollBack
	RefusesOlder   bool
	Keeps          bool // a place that finds its row missing
}

// Wave is a part of all places that gets a version first.
type Wave struct {
	To    string  // all places of a service; "": Share
	Share float64 // of all places, with the waves before
	Bake  time.Duration
}

// Verdict is whether a wave looks good: fewer than Alarm of so many requests fail.
type Verdict struct {
	Requests int // 0: nobody looks
	Alarm    int
	Lost     float64
}

// RollBack is a roll-back by itself.
type RollBack struct {
	Alarm       float64 // share of all requests that fail; 0: no alarm
	For         time.Duration
	Takes       time.Duration
	TrustsAfter time.Duration // 0: what was before is the last good version for good
	OnVerdict   bool
}

// mostPlaces is an assumption; a push costs events in proportion.
const mostPlaces = 1000

// usualPlaces is an assumption: shares are right to a percent.
const usualPlaces = 100

func (r *reader) configuration(n file.Node) Configuration {
	c := r.configurationLike(n, r.configurations.Declared, func(string) (Configuration, bool) { return Configuration{Places: usualPlaces}, false })
	r.allConfigurations = append(r.allConfigurations, c)
	return c
}

// configurationLike reads one, which may take what it does not say from another of its
// name.
func (r *reader) configurationLike(n file.Node, name file.Parser[string], of func(name string) (Configuration, bool)) Configuration {
	m := n.Open("configuration")
	defer m.Done()
	word := file.Need(m, "configuration", name)
	c, heir := of(word)
	c.Name = word
	c.Of = file.Inherit(m, "of", r.severalServices, c.Of, heir)
	c.Places = file.Get(m, "places", file.That(file.PositiveCountOf, "at most 1000", func(n int) bool { return n <= mostPlaces }), c.Places)
	if m.Has("changes") {
		c.ChangesPerHour = file.Get(m, "changes", file.RateOf, file.Rate{Seconds: 1}).PerHour()
	} else {
		m.Ask("changes") // so that hints name it
	}
	c.Takes = file.Inherit(m, "takes", file.DurationOf, c.Takes, heir)
	c.Waves = file.Get(m, "waves", r.waves(c.Of), c.Waves)
	c.Verdict = file.Get(m, "verdict", verdict, c.Verdict)
	c.RollBack = file.Get(m, "roll-back", rollBack(c.Takes), c.RollBack)
	c.RefusesOlder = file.Get(m, "refuse-older", yes, c.RefusesOlder)
	c.Keeps = oneOf(m, "if-missing", missingWays, index(c.Keeps)) == 1
	switch {
	case m.Broken() || !n.Sound():
	case c.Verdict.Requests > 0 && len(c.Waves) == 0:
		m.Refuse(`a verdict is on a wave, at the end of its bake: it takes "waves"`)
	case c.RollBack.OnVerdict && c.Verdict.Requests == 0:
		m.RefuseAt("roll-back", `on-verdict needs somebody who looks: it takes "verdict"`)
	}
	return c
}

var missingWays = []string{"fails", "keeps"}

// severalServices reads one service or a list of them.
func (r *reader) severalServices(n file.Node) []string {
	if !n.IsList() {
		return []string{r.services.Reference(n)}
	}
	list := file.ListOf("services", r.services.Reference)(n)
	for i, s := range list {
		if slices.Contains(list[:i], s) && s != "" {
			n.Refuse("service %q stands twice in the list", s)
		}
	}
	return list
}

// waves reads the waves before all other places have it.
func (r *reader) waves(of []string) file.Parser[[]Wave] {
	return func(n file.Node) []Wave {
		if n.Word() == "none" {
			return nil
		}
		last := 0.0
		return file.ListOf("waves", func(n file.Node) Wave {
			m := n.Open("wave")
			defer m.Done()
			w := Wave{To: file.Get(m, "to", r.services.Reference, ""), Share: file.Get(m, "share", file.PositiveShareOf, 0), Bake: file.Need(m, "bake", file.DurationOf)}
			switch {
			case m.Broken():
			case m.Has("to") == m.Has("share"):
				m.Refuse(`a wave is a "share" of all places, or goes "to" all of a service`)
			case m.Has("to") && !slices.Contains(of, w.To):
				m.RefuseAt("to", "the configuration is not of %s%s", w.To, file.Hint(w.To, of))
			case m.Has("share") && w.Share <= last:
				m.RefuseAt("share", "shares are of all places, with the waves before: more than %s", file.FormatShare(last))
			}
			last = max(last, w.Share)
			return w
		})(n)
	}
}

func verdict(n file.Node) Verdict {
	m := n.Open("verdict")
	defer m.Done()
	v := Verdict{Requests: file.Need(m, "requests", file.PositiveCountOf), Alarm: file.Get(m, "alarm", file.PositiveCountOf, 1), Lost: file.Get(m, "lost", file.ProbabilityOf, 0)}
	if !m.Broken() && v.Alarm > v.Requests {
		m.RefuseAt("alarm", "of %d requests %d never fail", v.Requests, v.Alarm)
	}
	return v
}

func rollBack(takes time.Duration) file.Parser[RollBack] {
	return func(n file.Node) RollBack {
		m := n.Open("roll-back")
		defer m.Done()
		b := RollBack{Alarm: file.Get(m, "alarm", file.PositiveShareOf, 0), For: file.Get(m, "for", file.DurationOf, 0), Takes: file.Get(m, "takes", file.DurationOf, takes),
			TrustsAfter: file.Get(m, "trusts-after", file.PositiveDurationOf, 0), OnVerdict: file.Get(m, "on-verdict", yes, false)}
		if m.Has("for") && b.Alarm == 0 && !m.Broken() {
			m.RefuseAt("for", `so long a share fails before it is an alarm: it takes "alarm"`)
		}
		return b
	}
}

func (r *reader) ownConfigurations(like []Configuration) file.Parser[[]Configuration] {
	return overlaid("configurations", like, func(c *Configuration) string { return c.Name }, func(n file.Node, of func(string) (Configuration, bool)) Configuration {
		return r.configurationLike(n, declared(r.configurations, "world: configurations"), of)
	})
}

// onConfiguration reads which configuration a fault changes.
func onConfiguration(r *reader, m *file.Mapping, f *Fault) {
	f.Configuration = file.Need(m, "configuration", declared(r.configurations, "world: configurations"))
}

// badVersion reads what is wrong with what is pushed: by default all requests fail.
func badVersion(_ *reader, m *file.Mapping, f *Fault) {
	f.Share = file.Get(m, "share", file.PositiveShareOf, 1)
	f.Missing = file.Get(m, "missing", yes, false)
	f.Begins = file.Get(m, "begins-after", file.DurationOf, 0)
	f.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0)
	if f.Missing && m.Has("share") && !m.Broken() {
		m.RefuseAt("share", "a place whose row is missing fails all requests, or keeps what it had")
	}
}

// olderVersion reads how old a version is, and what fails besides what has changed
// since.
func olderVersion(_ *reader, m *file.Mapping, f *Fault) {
	f.By = file.Need(m, "by", file.PositiveDurationOf)
	f.Share = file.Get(m, "share", file.ProbabilityOf, 0)
	f.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0)
}
