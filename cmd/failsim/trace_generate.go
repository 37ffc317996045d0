package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/models/file"
	"failsim/traces"
	"failsim/traces/format"
	maker "failsim/traces/make"
)

func newTraceGenerate() *cobra.Command {
	var write writing
	var seed uint64
	var g generating
	c := &cobra.Command{
		Use:   "generate",
		Short: "Make a trace: shapes of days and weeks, sessions, flash crowds",
		Long: `Make a trace of figures: those that failsim trace fit found in another (--like), or
those of the flags. Sessions begin as a Poisson process whose rate has a shape over
the local day or week; each is of a client, the k-th most active in proportion to
k^-s (Zipf); its requests follow each other after lognormal pauses. --rate is the
mean number of requests over a period of the shape, crowds left out.

Sessions, unless said otherwise, are those of the web server of the EPA on 30 August
1995 (EPA-HTTP in the Internet Traffic Archive), as failsim trace fit finds them:
geometric with a mean of 15.9 requests, pauses with a median of 4.5 s and sigma 2.2
(images of a page are requests of their own), Zipf exponent 0.25. That there are
10,000 clients is an assumption.

A request has a time and a client; no path, and no bytes. The same figures and
seed give the same requests, whatever the length. Memory grows with the sessions
that are not over, not with the length of the trace.

Shapes:
` + shapeList() + `
A flash crowd: --crowd at=2026-03-01T20:00,rise=5m,hold=20m,decay=30m,times=8. The rate
grows within rise to so many times the usual, stays for hold, and falls back
exponentially, by a factor of e in each decay.`,
		Example: `  failsim trace generate --rate 40/s --start 2026-03-02 --length 7d -o week.fst
  failsim trace generate --shape worldcup98-1998-06-30 --rate 200/s --length 1d --sessions none -o final.fst
  failsim trace generate --like site.yaml --rate 500/s --length 1d -o busy.log.zst`,
		Args: badArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := write.check(); err != nil {
				return err
			}
			model, span, err := g.model(c)
			if err != nil {
				return err
			}
			f := &flow{shape: format.CompactShape{Interval: 1}, Stream: maker.Generate(model, span, traceKey(seed))}
			return write.write(c, f)
		},
	}
	write.add(c, "as")
	addSeed(c, &seed)
	f := c.Flags()
	f.StringVar(&g.like, "like", "", "`file` with the figures of a trace, as failsim trace fit writes it")
	f.StringVar(&g.shape, "shape", "nasa-ksc", "`name` of a built-in shape")
	f.StringVar(&g.rate, "rate", "10/s", "mean `rate` of requests (default of --like: its own)")
	f.StringVar(&g.start, "start", "2026-03-02", "first `moment`: RFC 3339, or a time of the local clock, which is UTC, or that of --like")
	f.StringVar(&g.length, "length", "1d", "`time` that the trace covers")
	f.StringVar(&g.sessions, "sessions", "geometric:15.9", "`distribution` of the requests of a session: geometric:MEAN, lognormal:MEDIAN:SIGMA (rounded up), or none")
	f.StringVar(&g.think, "think", "4.5s:2.2", "median and sigma of the `pauses` in a session")
	f.StringVar(&g.gap, "gap", "30m", "`time` below which pauses are")
	f.IntVar(&g.clients, "clients", 10_000, "`number` of clients; 0 names none")
	f.Float64Var(&g.zipf, "zipf", 0.25, "Zipf `exponent` of how active clients are, 0 (alike) to 5")
	f.StringArrayVar(&g.crowds, "crowd", nil, "a flash crowd, as `pairs`; may be given again")
	return c
}

// shapeList lists the built-in shapes for the help.
func shapeList() string {
	var b strings.Builder
	for _, name := range maker.Shapes() {
		fmt.Fprintf(&b, "  %-22s %s\n", name, maker.AboutShape(name))
	}
	return b.String()
}

// generating are the flags of generate.
type generating struct {
	like, shape, rate, start, length, sessions, think, gap string
	clients                                                int
	zipf                                                   float64
	crowds                                                 []string
}

// model returns what the flags ask for.
func (g *generating) model(c *cobra.Command) (*maker.Model, traces.Span, error) {
	var span traces.Span
	m, err := g.base(c)
	if err != nil {
		return nil, span, err
	}
	if g.like == "" || c.Flags().Changed("rate") {
		rate, err := file.ParseRate(g.rate)
		if err != nil {
			return nil, span, usage("--rate: %w", err)
		}
		m.Rate = rate.PerSecond()
	}
	if m.Rate <= 0 {
		return nil, span, usage("--rate %s: a rate above 0", g.rate)
	}
	clock := traces.Info{Offsets: []traces.Offset{{Seconds: int32(m.Zone)}}}
	if span.From, err = clock.Moment(g.start); err != nil {
		return nil, span, usage("--start: %w", err)
	}
	if span.From.Unix() < 0 {
		return nil, span, usage("--start %s: not before 1970", g.start)
	}
	if at, err := time.Parse(time.RFC3339Nano, g.start); err == nil && g.like == "" {
		_, m.Zone = at.Zone()
	}
	length, err := file.ParseDuration(g.length)
	if err != nil {
		return nil, span, usage("--length: %w", err)
	}
	if length <= 0 {
		return nil, span, usage("--length %s: above 0", g.length)
	}
	if span.To = span.From.Add(length); span.To.Year() >= 2200 {
		return nil, span, usage("--length %s: the trace would end behind the year 2199", g.length)
	}
	for _, text := range g.crowds {
		crowd, err := crowdOf(text, &clock)
		if err != nil {
			return nil, span, usage("--crowd %s: %w", text, err)
		}
		m.Crowds = append(m.Crowds, crowd)
	}
	return m, span, nil
}

// base returns the model of --like, or that of the other flags.
func (g *generating) base(c *cobra.Command) (*maker.Model, error) {
	if g.like != "" {
		for _, other := range []string{"shape", "sessions", "think", "gap", "clients", "zipf"} {
			if c.Flags().Changed(other) {
				return nil, usage("--%s: it is in the file of --like", other)
			}
		}
		return readModel(g.like)
	}
	m := &maker.Model{Clients: g.clients, Exponent: g.zipf}
	var err error
	if m.Shape, m.Period, err = maker.ShapeNamed(g.shape); err != nil {
		return nil, usage("--shape: %w", err)
	}
	switch {
	case g.clients < 0:
		return nil, usage("--clients %d: not below 0", g.clients)
	case !(g.zipf >= 0 && g.zipf <= 5):
		return nil, usage("--zipf %g: from 0 to 5", g.zipf)
	}
	m.Sessions, err = g.visits()
	return m, err
}

// visits reads the flags of sessions; nil is none.
func (g *generating) visits() (*maker.Sessions, error) {
	dist, figures, _ := strings.Cut(g.sessions, ":")
	s := &maker.Sessions{}
	switch numbers, ok := positives(figures); {
	case dist == "none" && figures == "":
		return nil, nil
	case dist == "geometric" && ok && len(numbers) == 1 && numbers[0] >= 1:
		s.Requests.Mean = numbers[0]
	case dist == "lognormal" && ok && len(numbers) == 2:
		s.Requests.Lognormal = maker.Lognormal{Median: numbers[0], Sigma: numbers[1]}
	case dist == "geometric" || dist == "lognormal" || dist == "none":
		return nil, usage("--sessions %s: write geometric:MEAN with a mean of at least 1, lognormal:MEDIAN:SIGMA, or none", g.sessions)
	default:
		return nil, usage("--sessions: unknown distribution %q%s", dist, hint(dist, []string{"geometric", "lognormal", "none"}))
	}
	median, sigma, _ := strings.Cut(g.think, ":")
	pause, err := file.ParseDuration(median)
	numbers, ok := positives(sigma)
	if err != nil || pause <= 0 || !ok || len(numbers) != 1 {
		return nil, usage("--think %s: write MEDIAN:SIGMA, such as 4.5s:2.2", g.think)
	}
	s.Think = maker.Lognormal{Median: pause.Seconds(), Sigma: numbers[0]}
	if s.Gap, err = file.ParseDuration(g.gap); err != nil || s.Gap <= 0 {
		return nil, usage("--gap %s: not a time such as 30m", g.gap)
	}
	return s, nil
}

// positives reads numbers above 0, divided by colons.
func positives(text string) ([]float64, bool) {
	var all []float64
	for word := range strings.SplitSeq(text, ":") {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil || !(x > 0 && x < 1e15) {
			return nil, false
		}
		all = append(all, x)
	}
	return all, true
}

var crowdKeys = []string{"at", "rise", "hold", "decay", "times"}

// crowdOf reads at=...,rise=...,hold=...,decay=...,times=...
func crowdOf(text string, clock *traces.Info) (c maker.Crowd, err error) {
	seen := map[string]bool{}
	spans := map[string]*time.Duration{"rise": &c.Rise, "hold": &c.Hold, "decay": &c.Decay}
	for pair := range strings.SplitSeq(text, ",") {
		key, value, _ := strings.Cut(pair, "=")
		if seen[key] {
			return c, fmt.Errorf("%s stands twice", key)
		}
		seen[key] = true
		switch key {
		case "at":
			c.At, err = clock.Moment(value)
		case "rise", "hold", "decay":
			*spans[key], err = file.ParseDuration(value)
		case "times":
			if c.Times, err = strconv.ParseFloat(value, 64); err != nil || !(c.Times >= 1 && c.Times <= 1e6) {
				err = fmt.Errorf("times=%s: a number from 1 to 1000000", value)
			}
		default:
			err = fmt.Errorf("unknown key %q%s", key, hint(key, crowdKeys))
		}
		if err != nil {
			return c, err
		}
	}
	if !seen["at"] || !seen["times"] {
		return c, fmt.Errorf("a crowd needs at=MOMENT and times=FACTOR")
	}
	return c, nil
}
