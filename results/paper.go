package results

// Series is the availability, on paper, of parts that are all needed: the
// product, as if they failed independently.
func Series(parts ...float64) float64 {
	a := 1.0
	for _, p := range parts {
		a *= p
	}
	return a
}

// Parallel is the availability, on paper, of parts of which one is enough: 1 less
// the product of what each lacks, as if they failed independently, and as if the
// survivors took over at once and had room for all.
func Parallel(parts ...float64) float64 {
	lack := 1.0
	for _, p := range parts {
		lack *= 1 - p
	}
	return 1 - lack
}

// Paper is the availability that an architect would work out for a design from
// its providers' service level agreements (SLAs).
type Paper struct {
	Availability float64 // a month's; 0 if there is none
	Formula      string  // how it comes about, in words
	// Ways reports each population what could take over in the incident.
	Ways []Way
}

// Way says what there is to take over from what an incident takes.
type Way uint8

// The ways.
const (
	Alone     Way = iota // a population is served in one way only
	SameFate             // in several, but the incident takes something of each
	Elsewhere            // in at least one that the incident leaves alone
)
