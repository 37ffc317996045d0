package format

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// bind says what each of the named columns means, and -1 for those that mean
// nothing here; or what is wrong. What the user chose goes before all; then what
// the layout of a known product says; else, of several usual names for a meaning
// the most usual wins, and before it one whose unit is known. A column has one
// meaning, but for the class: any column may be it as well.
func (f *filler) bind(of *reading, names []string) (means []int, wrong string) {
	return f.bindLike(of, names, nil)
}

// bindLike binds columns of which a value each is known: a column whose value
// cannot be what its name says is passed over. Nil is none.
func (f *filler) bindLike(of *reading, names []string, values [][]byte) (means []int, wrong string) {
	of.adopt(of.recognise(names, values))
	if of.Format != "" && of.layout == nil && len(of.layouts) == 1 && of.layouts[0].name == of.Format {
		return nil, "the columns are not those of " + of.Format + ", which has " + strings.Join(of.layouts[0].layout.signs, ", ")
	}
	b := binder{filler: f, of: of, names: names, values: values, means: make([]int, len(names))}
	for i := range b.means {
		b.means[i] = -1
	}
	if wrong := b.all(); wrong != "" {
		return nil, wrong
	}
	if f.clock.local != of.local {
		f.clock.local = of.local
	}
	return b.means, ""
}

func (b *binder) all() (wrong string) {
	// What is chosen is bound before what is only usual, whatever its order.
	for m := range meanings {
		if chosen := b.of.Fields.chosen(m); chosen != "" && m != meansClass {
			if wrong := b.choose(m, chosen, false); wrong != "" {
				return wrong
			}
		}
	}
	for m := range meanings {
		if b.of.Fields.chosen(m) != "" || m == meansTime && b.dateAndTime() {
			continue
		}
		if b.of.layout != nil {
			if chosen := b.of.defaults.chosen(m); chosen != "" {
				b.choose(m, chosen, true)
			}
		} else if best := b.mostUsual(m); best >= 0 {
			b.means[best] = int(m)
			b.report(m, best)
		}
	}
	if l := b.of.layout; l != nil {
		b.bindLayout(l.layout)
	}
	if chosen := b.of.Fields.Class; chosen != "" {
		if wrong := b.chooseClass(chosen); wrong != "" {
			return wrong
		}
	}
	return b.verdict()
}

// verdict says what is missing.
func (b *binder) verdict() string {
	known, timed := 0, false
	for _, m := range b.means {
		if m >= 0 {
			known++
			m := meaning(m) &^ alsoClass
			timed = timed || m == meansTime || m == meansDate
		}
	}
	switch {
	case !timed:
		return noTime
	case b.of.Fields.Time == "" && known == 1:
		return onlyTime
	}
	return ""
}

const (
	noTime = "no column is called as a time usually is; say which: --fields time=COLUMN"
	// A table that has a time may be of anything: temperatures, or counts.
	onlyTime = "a time alone does not show that each row is a request; if it is, say so: --fields time=COLUMN"
)

// choose binds the column or columns that are chosen for a meaning: one, a+b, of
// which a meaning is made up, or a|b, of which the first that says something
// counts. Of a layout those that are missing are passed over.
func (b *binder) choose(m meaning, chosen string, optional bool) (wrong string) {
	parts, as := []string{chosen}, []meaning{m}
	if indexNamed(b.names, chosen) < 0 {
		switch {
		case m == meansTime && strings.Contains(chosen, "+"):
			parts, as = strings.SplitN(chosen, "+", 2), []meaning{meansDate, meansTimeOfDay}
		case m == meansDuration && strings.Contains(chosen, "+"):
			parts = strings.Split(chosen, "+")
			as = slices.Repeat([]meaning{meansDurationPart}, len(parts))
		case m == meansClient && strings.Contains(chosen, "|"):
			parts, as = b.firstTwo(strings.Split(chosen, "|")), []meaning{meansForwarded, meansClient}
		case strings.Contains(chosen, "|"):
			parts, as = strings.Split(chosen, "|"), nil
			for _, part := range parts { // the first that the file has
				if indexNamed(b.names, part) >= 0 {
					return b.choose(m, part, optional)
				}
			}
			parts, as = parts[:1], []meaning{m}
		}
	}
	var there []string
	for i, part := range parts {
		at := indexNamed(b.names, part)
		switch {
		case at < 0 && optional:
			continue
		case at < 0:
			return "there is no column for " + fieldNames[m] + ": " + nearestColumn(part, b.names)
		case b.means[at] >= 0:
			return fmt.Sprintf("one column cannot be both %s and %s", nameOfMeaning(meaning(b.means[at])), fieldNames[m])
		}
		b.means[at] = int(as[i])
		if wrong := b.unit(m, part); wrong != "" && !optional {
			return wrong
		}
		there = append(there, part)
	}
	if there != nil {
		between := "+"
		if m == meansClient {
			between = ", else "
		}
		b.of.says(m, strings.Join(there, between), b.unitOf(m))
	}
	return ""
}

// firstTwo returns the first two of the names that the file has, or the first.
func (b *binder) firstTwo(names []string) (there []string) {
	for _, name := range names {
		if len(there) < 2 && indexNamed(b.names, name) >= 0 {
			there = append(there, name)
		}
	}
	if there == nil {
		return names[:1]
	}
	return there
}

// chooseClass lets a column be the class, whatever else it is.
func (b *binder) chooseClass(chosen string) string {
	at := b.named(chosen)
	switch {
	case at < 0:
		return "there is no column for class: " + nearestColumn(chosen, b.names)
	case b.means[at] < 0:
		b.means[at] = int(meansClass)
	default:
		b.means[at] |= int(alsoClass)
	}
	b.of.says(meansClass, b.names[at], "")
	return ""
}

func nameOfMeaning(m meaning) string {
	m &^= alsoClass
	if m < meanings {
		return fieldNames[m]
	}
	return map[meaning]string{meansDate: "time", meansTimeOfDay: "time", meansForwarded: "client", meansDurationPart: "duration", meansFlags: "flags", meansRow: "kind", meansEnd: "end"}[m]
}

// tell notes which column a meaning comes from.
func (b *binder) report(m meaning, at int) {
	b.unit(m, b.names[at])
	b.of.says(m, b.names[at], b.unitOf(m))
}

func (b *binder) unitOf(m meaning) string {
	if m != meansDuration {
		return ""
	}
	return unitName(time.Duration(b.durationUnit))
}

// unit finds the unit of a column of durations.
func (b *binder) unit(m meaning, name string) (wrong string) {
	if m != meansDuration || b.durationUnit != 0 {
		return ""
	}
	if b.of.Fields.Duration == "" && b.of.defaults.DurationUnit != 0 {
		b.durationUnit = int64(b.of.defaults.DurationUnit)
		return ""
	}
	_, unit := cutUnit(name)
	b.durationUnit = int64(unit)
	if unit == 0 && b.of.Fields.Duration != "" && !b.sayUnits(name) {
		return "the name of the column of durations does not say its unit; say it: --fields duration=" + name + ":ms"
	}
	return ""
}

// sayUnits reports whether the values of a column say their unit: 12ms.
func (b *binder) sayUnits(name string) bool {
	at := indexNamed(b.names, name)
	if b.values == nil || at < 0 {
		return b.values == nil
	}
	v := b.values[at]
	return len(v) > 1 && v[len(v)-1] == 's'
}

// mostUsual returns the column that is most usually called so. One whose value
// is no time is a time only if there is no other; a time is no duration.
func (b *binder) mostUsual(m meaning) int {
	best, least := -1, 1<<30
	for i, n := range b.names {
		r := rank(m, n)
		if r < 0 || b.means[i] >= 0 {
			continue
		}
		isTime := b.isTime(i)
		if m == meansDuration && isTime && len(b.values[i]) >= len("2006-01-02T15:04:05") {
			continue
		}
		if m == meansTime && b.values != nil && !isTime {
			r += 1 << 20
		}
		if _, unit := cutUnit(n); m == meansDuration && unit == 0 && (b.values == nil || !b.sayUnits(n)) {
			r += 1 << 20 // one whose unit is known wins
		}
		if r < least {
			best, least = i, r
		}
	}
	return best
}

// isTime reports whether the value of a column is one, as far as is known.
func (b *binder) isTime(at int) bool {
	if b.values == nil || len(b.values[at]) == 0 {
		return false
	}
	_, _, wrong := b.clock.read(b.values[at])
	return wrong == "" || wrong == smallTime
}
