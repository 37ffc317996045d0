package format

import (
	"time"

	"failsim/results/words"
)

var targets = []target{
	{name: "compact", ending: ".fst", about: "failsim's own: small, checked by sums, read from any moment", counts: true, sink: newCompactSink},
	{name: "clf", ending: ".log", about: "Common Log Format; with a duration, its seconds behind it",
		losses: []loss{lostFraction, lostClass, lostMethod}, sink: newCLFSink},
	{name: "csv", ending: ".csv", about: "a request a line: time,client,class,bytes,duration_s,status", sink: newCSVSink},
	{name: "jsonl", ending: ".jsonl", about: "a request a line, as a JSON object", sink: newJSONLSink},
	{name: "counts", about: "epoch,requests: requests per interval of a trace of counts, per second of a log", counts: true, losses: countsLosses, sink: newCountsSink(0)},
	{name: "counts-1s", about: "epoch,requests: requests per second", counts: true, losses: countsLosses, sink: newCountsSink(time.Second)},
	{name: "counts-1m", about: "epoch,requests: requests per minute", counts: true, losses: countsLosses, sink: newCountsSink(time.Minute)},
}

// Targets returns the names of the formats that can be written.
func Targets() []string {
	var names []string
	for i := range targets {
		names = append(names, targets[i].name)
	}
	return names
}

// TargetNamed returns a format that can be written.
func TargetNamed(name string) (Target, error) {
	for i := range targets {
		if t := &targets[i]; t.name == name {
			return Target{t.name, t.about, t.ending, t.counts, t}, nil
		}
	}
	return Target{}, &InputError{Reason: words.Unknown("format to write", name, Targets())}
}
