package traces

import (
	"bytes"
	"embed"
	"time"

	"failsim/results/words"
	"failsim/sim"
	"failsim/traces/format"
)

//go:embed data/*.zst
var data embed.FS

// builtin is a trace that comes with the program; see data/README.md.
type builtin struct {
	name string
	file string
	zone *time.Location
}

var builtins = []builtin{
	{"nasa-1995-07-13", "data/nasa-1995-07-13.csv.zst", format.Zone(-4 * 3600)},
}

// Names returns the names of the built-in traces.
func Names() []string {
	names := make([]string, len(builtins))
	for i := range builtins {
		names[i] = builtins[i].name
	}
	return names
}

// Named returns a built-in trace, drawing with key. For an unknown name it
// returns an *InputError that names the nearest.
func Named(name string, key sim.Key) (Source, error) {
	for _, b := range builtins {
		if b.name != name {
			continue
		}
		stored, err := data.ReadFile(b.file)
		if err != nil {
			return nil, err
		}
		open := func() (format.Content, error) {
			return newContent(bytes.NewReader(stored), int64(len(stored)), nil), nil
		}
		return newTrace(name, open, Options{Key: key, Zone: b.zone})
	}
	return nil, &format.InputError{Reason: words.Unknown("trace", name, Names())}
}
