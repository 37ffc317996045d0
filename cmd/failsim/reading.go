package main

import (
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones are the same wherever failsim runs

	"github.com/spf13/pflag"

	"failsim/models/file"
	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
)

// reading are the flags that say how to read traces, of every verb that does.
type reading struct {
	format, skipBad, fields, zone, window, spread, stamp, pattern, logFormat string
}

func (r *reading) add(f *pflag.FlagSet) {
	f.StringVar(&r.format, "format", "", "`name` of the trace's format (default: found by content)")
	f.StringVar(&r.skipBad, "skip-bad", "0", "how many malformed lines of each file to leave out (`N`), or what share of its lines (x%), instead of refusing it")
	f.StringVar(&r.fields, "fields", "", "which columns mean what, as `pairs`: time=ts:ms,client=ip,class=route,bytes=size,duration=took:s,status=code,count=n; columns without a name go by number: time=1,client=3; words of a line too, what stands in quotes or brackets as one: duration=last:us")
	f.StringVar(&r.stamp, "stamp", "", "the `moment` of a request at which stamps were taken, start or end (default: as the format says; failsim list formats)")
	f.StringVar(&r.pattern, "pattern", "", "regular expression (`RE2`) for a line, with groups named time, client, class, request, bytes, duration_ms, status (and others, which are not looked at)")
	f.StringVar(&r.logFormat, "log-format", "", "the `line` of a server's configuration that says what to log: nginx's log_format, Apache's LogFormat, HAProxy's log-format, Envoy's format")
	f.StringVar(&r.window, "window", "", "how far (a `time` such as 60s) a line may lie behind the latest line before it; further back it is malformed (default: any distance; lines are sorted by time)")
	f.StringVar(&r.zone, "zone", "", "time zone of stamps that state none, by `name` (Europe/Berlin; default UTC)")
}

// addSpread adds the flag of the verbs that spread requests.
func (r *reading) addSpread(f *pflag.FlagSet) {
	f.StringVar(&r.spread, "spread", "", "`how` to spread requests within the second of their stamp: sorted (default; the same as poisson), uniform, burst")
}

// pairs returns the flags that are set, by name, in order.
func (r *reading) pairs() [][2]string {
	var set [][2]string
	for _, p := range [][2]string{{"format", r.format}, {"skip-bad", r.skipBad}, {"fields", r.fields}, {"zone", r.zone}, {"window", r.window}, {"spread", r.spread},
		{"stamp", r.stamp}, {"pattern", r.pattern}, {"log-format", r.logFormat}} {
		if p[1] != "" && p != [2]string{"skip-bad", "0"} {
			set = append(set, p)
		}
	}
	return set
}

// options returns what the flags say.
func (r *reading) options(key sim.Key) (traces.Options, error) {
	o := traces.Options{Format: r.format, Key: key, Pattern: r.pattern, LogFormat: r.logFormat}
	if err := r.tolerance(&o); err != nil {
		return o, err
	}
	var err error
	if o.Fields, err = format.ParseFields(r.fields); err != nil {
		return o, usage("--fields: %w", err)
	}
	if o.Spread, err = traces.SpreadNamed(r.spread); err != nil {
		return o, usage("--spread: %w", err)
	}
	if r.window != "" {
		if o.Window, err = file.ParseDuration(r.window); err != nil || o.Window <= 0 {
			return o, usage("--window %s: a time above 0, such as 60s", r.window)
		}
	}
	if o.Stamp, err = format.StampNamed(r.stamp); err != nil {
		return o, usage("--stamp: %w", err)
	}
	if r.zone != "" {
		if o.Zone, err = time.LoadLocation(r.zone); err != nil || r.zone == "Local" {
			return o, usage("--zone %q: not a time zone such as Europe/Berlin or UTC", r.zone)
		}
	}
	return o, nil
}

// tolerance reads --skip-bad.
func (r *reading) tolerance(o *traces.Options) error {
	if share, ok := strings.CutSuffix(r.skipBad, "%"); ok {
		percent, err := strconv.ParseFloat(share, 64)
		if err != nil || !(percent >= 0 && percent <= 100) {
			return usage("--skip-bad %s: a share of lines is between 0%% and 100%%", r.skipBad)
		}
		o.SkipBadShare = percent / 100
		return nil
	}
	lines, err := strconv.Atoi(r.skipBad)
	switch {
	case err != nil:
		return usage("--skip-bad %s: neither a number of lines nor a share such as 1%%", r.skipBad)
	case lines < 0:
		return usage("--skip-bad %s: the number of lines cannot be negative", r.skipBad)
	}
	o.SkipBad = lines
	return nil
}

// openTrace opens an embedded trace by name, or files: see traces.Open.
func openTrace(o traces.Options, names ...string) (traces.Source, error) {
	for _, known := range traces.Names() {
		if len(names) == 1 && known == names[0] {
			return traces.Named(known, o.Key)
		}
	}
	return traces.Open(names, o)
}
