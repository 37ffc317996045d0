package importer

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// weightless are values that matter where other files lead to them, or between files,
// and say nothing by themselves.
var weightless = strings.Fields("listens port lb idle.inside idle.outside labels selector alias routed http2 check hash-type resolvers")

// Silent finds the values that readers took and on which nothing hangs of what is said
// here, neither the scenario nor a finding: none may be dropped without a word. What
// stands in a line that is named is tried, as a line may have more values than that for
// which it is named, and a value may be that of another pool, too.
func Silent(plans []*Plan) {
	first := plans[0]
	was := first.heard(first.files)
	named := func(at config.Place) bool {
		return regexp.MustCompile(regexp.QuoteMeta(words.Line(at.String())) + `(\D|$)`).MatchString(was)
	}
	seen := map[string]bool{}
	changes := func(key string, v config.Value, to string) bool {
		return first.heard(altered(first.files, key, v, to)) != was
	}
	look := func(l *config.Layer, key string, v config.Value) {
		id := key + " " + v.Place.String()
		if seen[id] || v.File == "" {
			return
		}
		seen[id] = true
		one := func(s config.Server) bool { return s.Values[key].Text == v.Text && named(s.Values[key].Place) }
		isNamed := named(v.Place) || slices.ContainsFunc(l.Servers, one)
		switch isWord := !strings.ContainsAny(v.Text, "0123456789"); {
		case isNamed && (changes(key, v, another(v.Text)) || isWord && changes(key, v, "")):
		case slices.Contains(weightless, key):
			first.reading.Beside = append(first.reading.Beside, config.Unread{Place: v.Place, Text: key})
		default:
			first.silent = append(first.silent, config.Unread{Place: v.Place, Text: words.Line(key + " of " + l.Name)})
		}
	}
	for i := range first.files.Layers {
		l := &first.files.Layers[i]
		for _, key := range sorted(l.Values) {
			look(l, key, l.Values[key])
		}
		for _, s := range l.Servers {
			if s.Address != "" && s.File != "" {
				first.reading.Beside = append(first.reading.Beside, config.Unread{Place: s.Place, Text: words.Line("address of " + l.Name)})
			}
			for _, key := range sorted(s.Values) {
				look(l, key, s.Values[key])
			}
		}
	}
}

// heard is all that is said of a reading before drills are run; of one that is refused
// the error.
func (p *Plan) heard(r *config.Reading) string {
	plans, err := Plans(p.Name, r, p.only)
	if err != nil {
		return err.Error()
	}
	if p.busy > 0 {
		plans[0].Sized(p.busy)
	}
	findings := Found(plans)
	var out strings.Builder
	out.WriteString(plans[0].Scenario(findings))
	plans[0].Print(&out, findings)
	return out.String()
}

// altered is a reading in which a value is another one, or none, wherever its line counts.
func altered(r *config.Reading, key string, v config.Value, to string) *config.Reading {
	in := func(values map[string]config.Value) map[string]config.Value {
		if values[key] != v {
			return values
		}
		values = maps.Clone(values)
		if delete(values, key); to != "" {
			values[key] = config.Value{Text: to, Place: v.Place}
		}
		return values
	}
	out := *r
	out.Layers = slices.Clone(r.Layers)
	for i := range out.Layers {
		l := &out.Layers[i]
		l.Values = in(l.Values)
		l.Servers = slices.Clone(l.Servers)
		for k := range l.Servers {
			l.Servers[k].Values = in(l.Servers[k].Values)
		}
	}
	return &out
}

// another is another text for a value: its first number one more, or a word that means
// nothing.
func another(text string) string {
	at := strings.IndexAny(text, "0123456789")
	if at < 0 {
		return text + "x"
	}
	end := at
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(text[at:end])
	if err != nil {
		return text + "x"
	}
	return text[:at] + strconv.Itoa(n+1) + text[end:]
}

func sorted(m map[string]config.Value) (list []string) {
	for key := range m {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}
