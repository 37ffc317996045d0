package format

import (
	"cmp"
	"fmt"
	"strings"
)

// Origin says where a meaning comes from: from which field, in which unit.
type Origin struct {
	Meaning     string // client, duration, bytes, class, status
	Field, Unit string // "" if nothing in the format says it, or numbers have no unit
	Hint        string // what the user could say to make it known, if it is not
}

// Origins reports where the meanings come from of what was read: client, duration,
// bytes, class and status, in this order.
func (r *Reader) Origins() []Origin {
	var all []Origin
	for _, m := range [...]meaning{meansClient, meansDuration, meansBytes, meansClass, meansStatus} {
		s, hint := r.of.sources[m], ""
		if m == meansDuration {
			hint = cmp.Or(r.of.hint, unitHint(s))
		}
		all = append(all, Origin{Meaning: fieldNames[m], Field: s.field, Unit: s.unit, Hint: hint})
	}
	return all
}

// unitHint says how to give the unit of a column of durations that is known by its
// name alone.
func unitHint(s source) string {
	if s.field == "" || s.unit != "" || strings.ContainsAny(s.field, " ,+") {
		return ""
	}
	return fmt.Sprintf("neither the name nor the values of %[1]s show its unit; if they are milliseconds, say so: --fields duration=%[1]s:ms", s.field)
}
