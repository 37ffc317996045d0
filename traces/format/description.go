package format

// Description is what there is to know of a format before it reads anything.
type Description struct {
	Name, About string
	ByName      bool   // it is looked for only by its name
	Lines       bool   // it is of lines of text
	Stamp       string // when stamps are taken: start, end or unknown
	Source      string // who says so
}

// All describes every format, in the order in which they are looked for.
func All() []Description {
	var all []Description
	for i := range formats {
		f := &formats[i]
		source := f.stamp.source
		if f.stamp.at == stampUnknown && source == "" {
			source = "kept as it stands"
		}
		all = append(all, Description{f.name, f.about, f.asked, f.parser != nil || f.layout != nil, f.stamp.at.String(), source})
	}
	return all
}
