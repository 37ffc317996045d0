package importer

import (
	"fmt"
	"io"
	"strings"
	"time"

	"failsim/results/tables"
	"failsim/results/words"
)

// Print reports what was found, and what no file says.
func (p *Plan) Print(out io.Writer, findings []Finding) {
	say := func(format string, args ...any) { fmt.Fprintln(out, words.Visible(fmt.Sprintf(format, args...))) }
	if len(findings) == 0 {
		say("nothing in these files is known to hurt")
	} else {
		say("%s", words.Plural(int64(len(findings)), "finding"))
	}
	for i := range findings {
		f := &findings[i]
		say("")
		say("%s: %s", f.At, f.Kind)
		say("  %s", f.Says)
		if n := len(f.Pools); n > 0 {
			say("  %d pools take it from this line: %s; the figure is that of the first", n, strings.Join(f.Pools, ", "))
		}
		if f.Cost != nil && !f.Cost.Gains() {
			say("  change, which gains nothing here: %s", f.Change)
		} else {
			say("  change: %s", f.Change)
		}
		if f.Cost != nil {
			say("  %s", f.costs(p))
		}
		switch {
		case f.Figure != "":
			say("  %s", f.Figure)
		case f.Why != "":
			say("  no figure: %s", f.Why)
		}
	}
	report := func(title string, lines []string) {
		if len(lines) > 0 {
			say("")
			say("%s", title)
		}
		for _, l := range lines {
			say("  %s", l)
		}
	}
	if p.log != nil {
		report("what the log says", p.log.reported())
	}
	report("what the scenario leaves out", p.apart())
	var unread []string
	for _, u := range p.reading.Unread {
		unread = append(unread, fmt.Sprintf("%s: %s", u.Place, u.Text))
	}
	report("not understood", unread)
	report("read, and without a part in this scenario, as other pools are up or down as a whole or another setting decides; each with its line", byFile(p.silent))
	report("understood, and of no weight for how requests fail; each with its line", byFile(p.reading.Beside))
	var questions []string
	for _, q := range p.questions() {
		questions = append(questions, fmt.Sprintf("%s: %s (%s%s)", q.key, q.a.Text, q.a.From, p.weight(q)))
	}
	report("questions that no file answers, the most decisive first, each with the default that is used", questions)
}

// costs says what a finding costs in its drill, in the scenario of its pool.
func (f *Finding) costs(p *Plan) string {
	c := f.Cost
	with := "design " + f.Design
	switch {
	case f.With != nil:
		with = "in a world that has it"
	case f.Then != f.Drill:
		with = "drill " + f.Then
	case f.Was != "as-configured":
		with += ", against " + f.Was
	}
	where := ""
	if f.plan != nil && f.plan.pool != p.pool && f.plan.pool != nil {
		where = fmt.Sprintf(", scenario of --pool %s", f.plan.called(f.plan.pool))
	}
	gain := ""
	if !c.Gains() {
		gain = ": it costs nothing in this drill, at these time-outs and this demand"
		if f.Or != "" {
			gain = fmt.Sprintf(": it costs nothing in this drill, nor in %s, at these time-outs and this demand", f.other)
		}
	}
	return fmt.Sprintf("in the drill %s%s: %s requests lost a run%s, %s%s with the change (%s)%s", f.Drill, where,
		tables.Count(c.Lost), took(c.Recovery, c.Censored), tables.Count(c.Then), took(c.ThenRecovery, c.ThenCensored), with, gain)
}

func took(d time.Duration, censored bool) string {
	switch {
	case d == 0:
		return ""
	case censored:
		return " and not recovered after " + short(d)
	}
	return " and " + short(d) + " to recover"
}

// short is a time without parts that are none: 1h1m, 2m30s.
func short(d time.Duration) string {
	text := d.Round(time.Second).String()
	if rest, is := strings.CutSuffix(text, "m0s"); is {
		text = rest + "m"
	}
	if rest, is := strings.CutSuffix(text, "h0m"); is {
		text = rest + "h"
	}
	return text
}
