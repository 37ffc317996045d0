package traces

import (
	"fmt"
	"slices"
	"strings"
)

// bind says what each of the named columns means, and -1 for those that mean
// nothing here; or what is wrong. Of several usual names for a meaning the
// most usual wins, and what the user chose goes before all.
func (f *filler) bind(of *reading, names []string) (means []int, wrong string) {
	means = make([]int, len(names))
	for i := range means {
		means[i] = -1
	}
	for m := range meanings {
		best := -1
		if chosen := of.Fields.chosen(m); chosen != "" {
			if best = indexNamed(names, chosen); best < 0 {
				return nil, "there is no column for " + fieldNames[m] + ": " + nearestColumn(chosen, names)
			}
			if means[best] >= 0 {
				return nil, fmt.Sprintf("one column cannot be both %s and %s", fieldNames[means[best]], fieldNames[m])
			}
		} else {
			best = mostUsual(m, names, means)
		}
		if best < 0 {
			continue
		}
		means[best] = int(m)
		if wrong := f.unit(of, m, names[best]); wrong != "" {
			return nil, wrong
		}
	}
	known := 0
	for _, m := range means {
		if m >= 0 {
			known++
		}
	}
	switch {
	case !slices.Contains(means, int(meansTime)):
		return nil, noTime
	case of.Fields.Time == "" && known == 1:
		return nil, onlyTime
	}
	return means, ""
}

const (
	noTime = "no column is called as a time usually is; say which: --fields time=COLUMN"
	// A table that has a time may be of anything: temperatures, or counts.
	onlyTime = "a time alone does not tell that each row is a request; if it is, say so: --fields time=COLUMN"
)

// unit finds the unit of a column of durations.
func (f *filler) unit(of *reading, m meaning, name string) (wrong string) {
	if m != meansDuration || f.durationUnit != 0 {
		return ""
	}
	_, unit := cutUnit(name)
	f.durationUnit = int64(unit)
	if unit == 0 && lastName(of.Fields.Duration) == name {
		return "the name of the column of durations does not say its unit; say it: --fields duration=COLUMN:ms"
	}
	return ""
}

// indexNamed finds a column by its name; capitals count only if two differ in
// nothing else.
func indexNamed(names []string, name string) int {
	found := -1
	for i, n := range names {
		if n == name {
			return i
		}
		if found < 0 && strings.EqualFold(n, name) {
			found = i
		}
	}
	return found
}

func mostUsual(m meaning, names []string, taken []int) int {
	best, least := -1, 1<<30
	for i, n := range names {
		if r := rank(m, n); r >= 0 && r < least && taken[i] < 0 {
			best, least = i, r
		}
	}
	return best
}

// nearestColumn words that a column is not there. It tells the nearest, but
// does not list all: without a header they would be data.
func nearestColumn(name string, names []string) string {
	best, least := "", 2+len(name)/3
	for _, n := range names {
		if d := editDistance(name, n); len(n) < 100 && d < least {
			best, least = n, d
		}
	}
	if best == "" {
		return fmt.Sprintf("none is called %q", name)
	}
	return fmt.Sprintf("none is called %q; did you mean %q?", name, best)
}
