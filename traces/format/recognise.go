package format

import (
	"bytes"
	"strings"
)

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
