package traces

// layout is how one product names the columns of its log, whether these come as
// JSON Lines, as a table of text or as Parquet.
type layout struct {
	// signs are columns that only this product's log has, all of them: by
	// them a file is known.
	signs []string
	// fields says what the columns mean, as --fields does: those that a file
	// does not have are unknown in it.
	fields string
	// flags is a column of words that say how a response ended, Envoy's: DC is a
	// client that hung up.
	flags string
	// utc tells that times without a zone are of UTC, whatever --zone says.
	utc bool
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
// the most; nil if there is none.
func (of *reading) recognise(names []string) (best *format) {
	for _, f := range of.layouts {
		if best != nil && len(f.layout.signs) <= len(best.layout.signs) {
			continue
		}
		all := true
		for _, sign := range f.layout.signs {
			all = all && indexExactly(names, sign) >= 0
		}
		if all {
			best = f
		}
	}
	return best
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
