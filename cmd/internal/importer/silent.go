package importer

import (
	"regexp"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// unused are values that no scenario has, whatever else stands in their line.
var unused = strings.Fields("timeout.client timeout.http-request fastinter downinter max-ttl serve-expired serve-expired-ttl check.enabled")

// weightless are values that matter where other files lead to them, or between files,
// and say nothing by themselves.
var weightless = strings.Fields("listens port lb idle.inside idle.outside labels selector alias routed http2 check hash-type resolvers")

// Silent finds the values that readers took and that neither scenario nor finding
// names: none may be dropped without a word.
func Silent(plans []*Plan, findings []Finding) {
	first := plans[0]
	var reported strings.Builder
	for _, p := range plans {
		reported.WriteString(p.Scenario(findings))
	}
	first.Print(&reported, findings)
	text := reported.String()
	named := func(at config.Place) bool {
		return regexp.MustCompile(regexp.QuoteMeta(words.Line(at.String())) + `(\D|$)`).MatchString(text)
	}
	var seen []string
	look := func(l *config.Layer, key string, v config.Value) {
		id := key + " " + v.Place.String()
		one := func(s config.Server) bool { return s.Values[key].Text == v.Text && named(s.Values[key].Place) }
		if slices.Contains(seen, id) || v.File == "" || !slices.Contains(unused, key) && (named(v.Place) || slices.ContainsFunc(l.Servers, one)) {
			return
		}
		seen = append(seen, id)
		if slices.Contains(weightless, key) {
			first.reading.Beside = append(first.reading.Beside, config.Unread{Place: v.Place, Text: key})
			return
		}
		first.silent = append(first.silent, config.Unread{Place: v.Place, Text: words.Line(key + " of " + l.Name)})
	}
	for i := range first.reading.Layers {
		l := &first.reading.Layers[i]
		for _, key := range sorted(l.Values) {
			look(l, key, l.Values[key])
		}
		for _, s := range l.Servers {
			for _, key := range sorted(s.Values) {
				look(l, key, s.Values[key])
			}
		}
	}
}

func sorted(m map[string]config.Value) (list []string) {
	for key := range m {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}
