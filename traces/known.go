package traces

import (
	"cmp"
	"fmt"
	"strings"
)

// Known says of how many requests a meaning is known, from which field, and in
// which unit.
type Known struct {
	Meaning     string // client, duration, bytes, class, status
	Field, Unit string // "" if nothing in the format says it, or numbers have no unit
	Requests    int64
	Of          int64
	Hint        string // what the user could say to make more known
}

// source is where a meaning comes from.
type source struct{ field, unit string }

// knownMeanings are those that Info.Known tells of, in order.
var knownMeanings = [...]meaning{meansClient, meansDuration, meansBytes, meansClass, meansStatus}

// knownCounts counts for how many requests a meaning is known.
type knownCounts [len(knownMeanings)]int64

func (k *knownCounts) add(r *Record) {
	n := r.Requests
	if r.HasClient {
		k[0] += n
	}
	if r.Duration != NoDuration {
		k[1] += n
	}
	if r.HasBytes {
		k[2] += n
	}
	if r.Class != 0 {
		k[3] += n
	}
	if r.Status != 0 {
		k[4] += n
	}
}

// tell returns what is known of so many requests.
func (k *knownCounts) tell(of *reading, requests int64) []Known {
	all := make([]Known, len(knownMeanings))
	for i, m := range knownMeanings {
		s := of.sources[m]
		hint := ""
		if m == meansDuration && k[i] == 0 {
			hint = cmp.Or(of.hint, unitHint(s))
		}
		all[i] = Known{Hint: hint, Meaning: fieldNames[m], Field: s.field, Unit: s.unit, Requests: k[i], Of: requests}
	}
	return all
}

// unitHint says how to give the unit of a column of durations that is known by its
// name alone.
func unitHint(s source) string {
	if s.field == "" || s.unit != "" || strings.ContainsAny(s.field, " ,+") {
		return ""
	}
	return fmt.Sprintf("neither the name nor the values of %[1]s tell its unit; if they are milliseconds, say so: --fields duration=%[1]s:ms", s.field)
}

// addKnown sums up what is known of several files.
func addKnown(a, b []Known) []Known {
	if a == nil {
		return append([]Known(nil), b...)
	}
	for i := range a {
		a[i].Requests += b[i].Requests
		a[i].Of += b[i].Of
		if a[i].Field == "" {
			a[i].Field, a[i].Unit = b[i].Field, b[i].Unit
		}
	}
	return a
}

// says notes where a meaning comes from.
func (of *reading) says(m meaning, field, unit string) { of.sources[m] = source{field, unit} }
