package traces

// Steady returns the profile of a rate that is the same all day.
func Steady() *Profile {
	p := &Profile{name: "steady", peak: 1}
	for i := range p.rates {
		p.rates[i] = 1
	}
	return p
}
