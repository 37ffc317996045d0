package format

import "failsim/results/words"

// Names returns the names of all formats.
func Names() []string {
	names := make([]string, len(formats))
	for i := range formats {
		names[i] = formats[i].name
	}
	return names
}

func formatNamed(name string) (*format, error) {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i], nil
		}
	}
	return nil, &InputError{Reason: words.Unknown("trace format", name, Names())}
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

// layoutNamed returns the name of the layout that is asked for, "" for all.
func layoutNamed(name string) string {
	for i := range formats {
		if f := &formats[i]; f.name == name && f.layout != nil {
			return name
		}
	}
	return ""
}

// readingOf begins a reading that may recognise a layout: the one that is asked for, or
// any.
func readingOf(o Options, c *Classes) *reading {
	of := newReading(o, c)
	of.layouts = layouts(layoutNamed(o.Format))
	return of
}
