package traces

import "failsim/traces/format"

// Known says of how many requests a meaning is known, from which field, and in
// which unit.
type Known struct {
	Meaning     string // client, duration, bytes, class, status
	Field, Unit string // "" if nothing in the format says it, or numbers have no unit
	Requests    int64
	Of          int64
	Hint        string // what the user could say to make more known
}

// knownCounts counts for how many requests each of Origins is known, in their
// order.
type knownCounts [5]int64

func (k *knownCounts) add(r *format.Record) {
	n := r.Requests
	if r.HasClient {
		k[0] += n
	}
	if r.Duration != format.NoDuration {
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

// tell returns what is known of so many requests. What else could be said is worth
// telling where nothing is known.
func (k *knownCounts) report(origins []format.Origin, requests int64) []Known {
	all := make([]Known, len(k))
	for i, o := range origins {
		if k[i] > 0 {
			o.Hint = ""
		}
		all[i] = Known{Hint: o.Hint, Meaning: o.Meaning, Field: o.Field, Unit: o.Unit, Requests: k[i], Of: requests}
	}
	return all
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
