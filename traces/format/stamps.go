package format

import (
	"fmt"

	"failsim/results/words"
)

// moment is when, in the life of a request, a log takes its stamp.
type moment uint8

const (
	stampUnknown moment = iota // taken for the arrival, as it stands
	stampStart                 // the request came
	stampEnd                   // the answer had been given: the request came its duration before
)

func (m moment) String() string { return [...]string{"unknown", "start", "end"}[m] }

// stamping says when the stamp of a log is taken, and how that is known: by the
// documentation or the source of what writes it.
type stamping struct {
	at     moment
	source string
}

// StampNamed reads a moment: start, end, or "" for what the format says.
func StampNamed(name string) (Stamp, error) {
	switch name {
	case "":
		return StampAsDocumented, nil
	case "start":
		return StampAtStart, nil
	case "end":
		return StampAtEnd, nil
	}
	return 0, &InputError{Reason: words.Unknown("moment of a stamp", name, []string{"start", "end"})}
}

// Stamp says when the stamps of a log were taken.
type Stamp uint8

const (
	StampAsDocumented Stamp = iota // what the format says
	StampAtStart
	StampAtEnd
)

// Stamping is when the stamps of a trace were taken.
type Stamping struct {
	At  string // start, end or unknown
	Why string // who says so
	// Shifted is how many requests came, by their duration, before their
	// stamp.
	Shifted int64
}

func (s stamping) reported(shifted int64) Stamping {
	why := s.source
	if s.at == stampUnknown && why == "" {
		why = "the format does not say: kept as it stands; --stamp end takes the duration off"
	}
	return Stamping{s.at.String(), why, shifted}
}

func (s Stamping) String() string {
	text := "at the " + s.At + " of a request"
	if s.At == "unknown" {
		text = "start or end unknown"
	}
	if s.Shifted > 0 {
		text += fmt.Sprintf("; arrival = stamp - duration for %s", words.Plural(s.Shifted, "request"))
	}
	return text + " (" + s.Why + ")"
}
