package format

import (
	"bytes"
	"strings"
)

// layout is how one product names the columns of its log, whether these come as
// JSON Lines, as a table of text or as Parquet.
type layout struct {
	// signs are columns that only this product's log has, all of them: by
	// them a file is known. One may have several names, a|b; name=text wants a
	// first value that begins so.
	signs []string
	// fields says what the columns mean, as --fields does: those that a file
	// does not have are unknown in it.
	fields string
	// flags is a column of words that say how a response ended, Envoy's: DC is a
	// client that hung up.
	flags string
	// start is that of several columns for the time which is when a request
	// came, if the others are stamped otherwise.
	start string
	// written is that of them which is when a line was written, at the end of a
	// request, if the others are stamped otherwise.
	written string
	// end is a column of when a response ended. If it or the start has decimals of
	// a second, or there is no duration, the difference is one.
	end string
	// rows tells requests from what else the log holds.
	rows *rowRule
	// utc tells that times without a zone are of UTC, whatever --zone says.
	utc bool
}

// rowRule tells by a column which rows are no requests: they stand aside. Rows
// without the column are requests.
type rowRule struct {
	column string   // its names, a|b
	only   []string // how the values of requests begin; none: in any way
	never  []string // how those of others begin
	kind   string   // what these are
}

func (r *rowRule) admits(value []byte) bool {
	begins := func(texts []string) bool {
		for _, t := range texts {
			if bytes.HasPrefix(value, []byte(t)) {
				return true
			}
		}
		return false
	}
	return len(value) == 0 || !begins(r.never) && (r.only == nil || begins(r.only))
}

// layouts are the formats that are one.
func layouts(name string) (all []*format) {
	for i := range formats {
		if f := &formats[i]; f.layout != nil && (name == "" || name == f.name) {
			all = append(all, f)
		}
	}
	return all
}

// recognise returns the layout whose signs are all among the names, the one with
// the most; nil if there is none. Values may be unknown.
func (of *reading) recognise(names []string, values [][]byte) (best *format) {
	for _, f := range of.layouts {
		if best != nil && len(f.layout.signs) <= len(best.layout.signs) {
			continue
		}
		all := true
		for _, sign := range f.layout.signs {
			all = all && hasSign(names, values, sign)
		}
		if all {
			best = f
		}
	}
	return best
}

func hasSign(names []string, values [][]byte, sign string) bool {
	sign, value, valued := strings.Cut(sign, "=")
	for name := range strings.SplitSeq(sign, "|") {
		at := indexExactly(names, name)
		if at >= 0 && (!valued || at < len(values) && bytes.HasPrefix(values[at], []byte(value))) {
			return true
		}
	}
	return false
}

// adopt takes a layout for that of the file: what it says of columns holds where
// the user said nothing.
func (of *reading) adopt(f *format) {
	if f == nil || of.layout == f {
		return
	}
	of.layout = f
	fields, err := ParseFields(f.layout.fields)
	if err != nil {
		panic(err) // a test reads all
	}
	of.defaults = fields
	if f.layout.utc {
		of.local = newLocalClock(nil)
	}
}

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

// at returns the column with a meaning, or -1.
func (b *binder) at(m meaning) int {
	for i, is := range b.means {
		if is >= 0 && meaning(is)&^alsoClass == m {
			return i
		}
	}
	return -1
}

// isFine tells whether the value of a time has decimals of a second, as far as is
// known.
func (b *binder) isFine(name string) bool {
	i := indexNamed(b.names, name)
	if i < 0 || i >= len(b.values) {
		return false
	}
	at, _, wrong := b.clock.read(b.values[i])
	return wrong == "" && at%second != 0
}
