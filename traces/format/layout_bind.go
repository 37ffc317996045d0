package format

import "strings"

// bindLayout binds the columns that a layout knows beside its fields.
func (b *binder) bindLayout(l *layout) {
	bind := func(names string, m meaning) bool {
		for name := range strings.SplitSeq(names, "|") {
			if at := indexNamed(b.names, name); name != "" && at >= 0 && b.means[at] < 0 {
				b.means[at] = int(m)
				return true
			}
		}
		return false
	}
	if unit := b.of.defaults.TimeUnit; b.of.Fields.Time == "" && unit != 0 {
		b.clock.unit = int64(unit)
	}
	bind(l.flags, meansFlags)
	if l.rows != nil && bind(l.rows.column, meansRow) {
		b.rows = l.rows
	}
	took := b.at(meansDuration)
	if (took < 0 || b.of.Fields.Duration == "" && b.isFine(l.end)) && bind(l.end, meansEnd) {
		if took >= 0 {
			b.means[took] = -1
		}
		b.of.says(meansDuration, l.end+" - "+b.of.sources[meansTime].field, "")
	}
	if at := indexNamed(b.names, l.written); l.written != "" && at >= 0 && meaning(b.means[at]) == meansTime {
		b.of.stamped = stamping{stampEnd, b.of.layout.name + ": " + l.written + " is when the line was written"}
	}
	if at := indexNamed(b.names, l.start); l.start != "" && at >= 0 && meaning(b.means[at]) == meansTime {
		b.of.stamped = stamping{stampStart, b.of.layout.name + ": " + l.start + " is when the request came"}
	}
}

// named finds a column by its name, or by what a layout says that it means: status,
// whatever the product calls it.
func (b *binder) named(name string) int {
	at := indexNamed(b.names, name)
	for m := range meanings {
		if at < 0 && b.of.layout != nil && fieldNames[m] == name {
			at = b.at(m)
		}
	}
	return at
}
