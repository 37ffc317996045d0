package main

import (
	"math"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/importer"
	"failsim/models/file"
	"failsim/traces"
	"failsim/traces/format"
)

// mostDurations is how many of a log's durations are kept for their distribution: of
// more every second is dropped, and so on.
const mostDurations = 1 << 20

// readLog finds what a log says of the load beside the files: who asks when is replayed,
// durations are the work of servers, and statuses say what its servers did.
func readLog(c *cobra.Command, folder, path string) (*importer.Log, error) {
	r := reading{skipBad: "0"}
	source, err := r.open(0, []string{path})
	if err != nil {
		return nil, err
	}
	info := source.Info()
	l := &importer.Log{Path: seenFrom(folder, path), Name: filepath.Base(path), Requests: info.Requests, Rate: info.MeanPerSecond, Peak: info.PeakPerSecond, From: info.First, To: info.Last}
	for _, f := range info.Failing() {
		l.Failing = append(l.Failing, importer.Stretch{From: f.Start, To: f.End, Share: f.Share()})
	}
	if info.Counts {
		return l, nil
	}
	records, err := source.Records(traces.Span{})
	if err != nil {
		return nil, err
	}
	defer records.Close()
	var took []time.Duration
	stride, n := int64(1), int64(0)
	for rec := (format.Record{}); records.Next(&rec); {
		switch {
		case rec.Status == 0 || rec.HungUp():
		case rec.Status >= 500:
			l.Known, l.Failed = l.Known+1, l.Failed+1
			continue // how long a failure takes is not how long the work does
		default:
			l.Known++
		}
		if rec.Duration == format.NoDuration || rec.HungUp() {
			continue
		}
		l.Timed++
		if n++; n%stride != 0 {
			continue
		}
		if took = append(took, time.Duration(rec.Duration)); len(took) == mostDurations {
			for i := range took[:len(took)/2] {
				took[i] = took[2*i+1]
			}
			took, stride = took[:len(took)/2], 2*stride
		}
		if c.Context().Err() != nil {
			return nil, c.Context().Err()
		}
	}
	l.Service = parts(took)
	return l, records.Err()
}

// parts are the means of twenty parts of as many durations each, from the shortest: so
// few values keep the mean, and the shape but for what is beyond the last.
func parts(took []time.Duration) string {
	const n = 20
	if len(took) < n {
		return ""
	}
	slices.Sort(took)
	text := ""
	for i := range n {
		part, sum := took[i*len(took)/n:(i+1)*len(took)/n], 0.0
		for _, d := range part {
			sum += float64(d)
		}
		mean := time.Duration(math.Round(sum / float64(len(part)))).Round(10 * time.Microsecond)
		if mean == 0 {
			mean = 10 * time.Microsecond
		}
		if i > 0 {
			text += ", "
		}
		text += file.FormatDuration(mean)
	}
	return "{empirical: {values: [" + text + "]}}"
}
