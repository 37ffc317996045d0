package scenario

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// mostInstances is an assumption; a push costs events in proportion.
const mostInstances = 1000

// usualInstances is an assumption: shares are right to a percent.
const usualInstances = 100

func (r *reader) configuration(n file.Node) Configuration {
	c := r.configurationLike(n, r.configurations.Declared, func(string) (Configuration, bool) { return Configuration{Instances: usualInstances}, false })
	r.allConfigurations = append(r.allConfigurations, c)
	return c
}

// configurationLike reads one, which may take what it does not say from another of its
// name.
func (r *reader) configurationLike(n file.Node, name file.Parser[string], of func(name string) (Configuration, bool)) Configuration {
	m := n.Open("configuration")
	defer m.Done()
	m.Renamed("places", "instances")
	word := file.Need(m, "configuration", name, "the name of a configuration")
	c, heir := of(word)
	if heir {
		m.Heir(asBefore)
	}
	c.Name = word
	c.Of = file.Inherit(m, "of", r.severalServices, c.Of, heir, "the services that have it, one or a list")
	c.Instances = file.Get(m, "instances", file.That(file.PositiveCountOf, "at most 1000", func(n int) bool { return n <= mostInstances }), c.Instances, "how many instances of a service hold a version each, where it has no load balancers of the tenant", "assumption: shares are right to a percent")
	if m.Has("changes") {
		c.ChangesPerHour = file.Get(m, "changes", file.RateOf, file.Rate{Seconds: 1}, "how often an instance's own row changes; without, never").PerHour()
	} else {
		m.Ask("changes") // so that hints name it
	}
	c.Takes = file.Inherit(m, "takes", file.DurationOf, c.Takes, heir, "how long a push takes to reach all instances of a wave")
	c.Waves = file.Get(m, "waves", r.waves(c.Of), c.Waves, "shares of all instances that get a version first, or none; without, all get it at once")
	c.Verdict = file.Get(m, "verdict", verdict, c.Verdict, "what checks a wave before the next one starts; without, nothing does")
	c.RollBack = file.Get(m, "roll-back", rollBack(c.Takes), c.RollBack, "a roll-back by itself; without, people alone roll back")
	c.RefusesOlder = file.Get(m, "refuse-older", yes, c.RefusesOlder, "instances refuse a version older than theirs, a roll-back too")
	c.Keeps = oneOf(m, "if-missing", missingWays, index(c.Keeps), "what an instance does when its row is missing: it fails, or keeps its previous version", "as in most programs") == 1
	switch {
	case m.Broken() || !n.Sound():
	case c.Verdict.Requests > 0 && len(c.Waves) == 0:
		m.Refuse(`a verdict is on a wave, at the end of its bake: it takes "waves"`)
	case c.RollBack.OnVerdict && c.Verdict.Requests == 0:
		m.RefuseAt("roll-back", `on-verdict needs a check: it takes "verdict"`)
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

// waves reads the waves before all other instances have it.
func (r *reader) waves(of []string) file.Parser[[]Wave] {
	return func(n file.Node) []Wave {
		if n.Is("none", "no waves") {
			return nil
		}
		last := 0.0
		return file.ListOf("waves", func(n file.Node) Wave {
			m := n.Open("wave")
			defer m.Done()
			w := Wave{To: file.Get(m, "to", r.services.Reference, "", "all instances of a service, instead of a share"), Share: file.Get(m, "share", file.PositiveShareOf, 0, "a share of all instances, with the waves before, instead of to"), Bake: file.Need(m, "bake", file.DurationOf, "how long it is watched before the next wave")}
			switch {
			case m.Broken():
				m.Missing("share") // so that the message has what most waves are
			case m.Has("to") == m.Has("share"):
				m.Refuse(`a wave is a "share" of all instances, or goes "to" all of a service`)
			case m.Has("to") && !slices.Contains(of, w.To):
				m.RefuseAt("to", "the configuration is not of %s%s", w.To, file.Hint(w.To, of))
			case m.Has("share") && w.Share <= last:
				m.RefuseAt("share", "shares are of all instances, with the waves before: more than %s", file.FormatShare(last))
			}
			last = max(last, w.Share)
			return w
		})(n)
	}
}

func verdict(n file.Node) Verdict {
	m := n.Open("verdict")
	defer m.Done()
	v := Verdict{Requests: file.Need(m, "requests", file.PositiveCountOf, "how many requests of the wave are looked at"), Alarm: file.Get(m, "alarm", file.PositiveCountOf, 1, "how many of them have to fail", "any"), Lost: file.Get(m, "lost", file.ProbabilityOf, 0, "how probable it is that the verdict gets lost")}
	if !m.Broken() && v.Alarm > v.Requests {
		m.RefuseAt("alarm", "of %d requests %d never fail", v.Requests, v.Alarm)
	}
	return v
}

func rollBack(takes time.Duration) file.Parser[RollBack] {
	return func(n file.Node) RollBack {
		m := n.Open("roll-back")
		defer m.Done()
		b := RollBack{Alarm: file.Get(m, "alarm", file.PositiveShareOf, 0, "the share of all requests that has to fail; without, no share starts it"), For: file.Get(m, "for", file.DurationOf, 0, "for how long that share has to fail"), Takes: file.Get(m, "takes", file.DurationOf, takes, "how long a roll-back takes; without, as long as a push"),
			TrustsAfter: file.Get(m, "trusts-after", file.PositiveDurationOf, 0, "after how long a version counts as good; without, what was before is the last good one for good"), OnVerdict: file.Get(m, "on-verdict", yes, false, "a bad verdict starts it too")}
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
	f.Configuration = file.Need(m, "configuration", declared(r.configurations, "world: configurations"), "the configuration that is changed, by name")
}

// badVersion reads what is wrong with what is pushed: by default all requests fail.
func badVersion(_ *reader, m *file.Mapping, f *Fault) {
	harms := file.That(file.ProbabilityOf, "above 0: a version that fails nothing is `revert: {configuration: NAME, by: 5m}`, or people's push-mended", func(x float64) bool { return x > 0 })
	f.Share = file.Get(m, "share", harms, 1, "the share of requests that the bad version fails", "all")
	f.Missing = file.Get(m, "missing", yes, false, "the row is missing instead of bad")
	f.Begins = file.Get(m, "begins-after", file.DurationOf, 0, "how long after an instance has it the harm begins")
	f.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0, "what an error takes of a server's time; without, nothing at a load balancer, and at a service as much as an answer")
	f.Every = file.Get(m, "every", file.That(file.PositiveDurationOf, "at least 1s", func(d time.Duration) bool { return d >= time.Second }), 0,
		"how often another version is made and pushed, a bad one or the right one, until people mend what makes them (push-mended), or freeze pushes; without, one bad version is", "once")
	f.Bad = file.Get(m, "bad", oddsOf, Odds{From: 1}, "with every: the probability that a version is bad, or {from, to, over} if that rises or falls in a straight line; without, each is bad")
	f.For = file.Get(m, "for", distribution.PositiveOf, nil, "with every: how long versions are made; without, to the end")
	for _, key := range []string{"bad", "for"} {
		if m.Has(key) && !m.Has("every") && !m.Broken() {
			m.RefuseAt(key, `one version goes out, and stays: "every" has others follow it`)
		}
	}
	if f.Missing && m.Has("share") && !m.Broken() {
		m.RefuseAt("share", "an instance whose row is missing fails all requests, or keeps what it had")
	}
}

// oddsOf reads a probability, or one that changes.
func oddsOf(n file.Node) Odds {
	o := Odds{}
	if !n.IsMapping() {
		o.From = file.PositiveShareOf(n)
	}
	if !n.IsMapping() && !n.Dry() {
		return o
	}
	m := n.Open("bad")
	defer m.Done()
	return Odds{From: file.Need(m, "from", file.ProbabilityOf, "the probability at first"), To: file.Need(m, "to", file.ProbabilityOf, "and in the end"),
		Over: file.Need(m, "over", file.PositiveDurationOf, "how long it takes to get there")}
}

// olderVersion reads how old a version is, and what fails besides what has changed
// since.
func olderVersion(_ *reader, m *file.Mapping, f *Fault) {
	f.By = file.Need(m, "by", file.PositiveDurationOf, "how much older the version is")
	f.Share = file.Get(m, "share", file.ProbabilityOf, 0, "the share of requests that fail in addition to those whose row has changed since")
	f.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0, "what an error takes of a server's time; without, nothing at a load balancer, and at a service as much as an answer")
}
