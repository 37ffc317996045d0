package format

// accepts says whether a format knows what fields ask for.
func (f *format) accepts(o *Options) error {
	fields, class := o.Fields, o.Fields.Class
	fields.Class = ""
	numbered := fields.byNumber()
	switch {
	case f.takes == fieldsByName:
		return nil
	case f.takes == fieldsByNumber:
		if fields.Time != "" && numbered {
			return nil
		}
		return &InputError{Reason: f.name + " has no names of columns: --fields counts words from 1, the time too: time=1,client=3"}
	case fields != Fields{} && (!numbered || f.parser == nil || fields.Time != ""):
		return &InputError{Reason: f.name + " has no columns with names; --fields counts its words from 1 or from the end, with what stands in quotes or brackets as one: duration=last:us"}
	case f.takes == classOfLine:
		if _, ok := parsePosition(class); ok {
			return nil
		}
		_, err := requestSegments(class)
		return err
	case f.takes == noFields && class != "":
		return &InputError{Reason: f.name + " has its own classes, or none; --fields says nothing to it"}
	}
	return nil
}

// byNumber reports whether all fields that are given are numbers of words.
func (f *Fields) byNumber() bool {
	for m := range meanings {
		if c := f.chosen(m); c != "" {
			if _, ok := parsePosition(c); !ok {
				return false
			}
		}
	}
	return true
}
