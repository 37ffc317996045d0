package study

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
)

// mostDurations is how many durations of a log make its distribution of service times: the
// mean of so many is within 1 % or so even where they vary tenfold, and a draw
// still looks one up in the processor's cache.
const mostDurations = 20_000

// serveAsLogged has requests take servers as long as the log says that they
// took: the durations of a keyed sample of its requests, each as likely as the
// others, instead of the scenario's distribution. Which request took how long is not
// kept. Posture follows: servers are bought for the mean.
func serveAsLogged(s *scenario.Scenario, source traces.Source, key sim.Key) (*scenario.Scenario, string, error) {
	durations, known, all, err := sampleDurations(source, key)
	if err != nil {
		return nil, "", err
	}
	if known == 0 {
		return nil, "", &format.InputError{Path: source.Info().Name, Reason: "no request of it says how long the server took, which --durations-as-work asks for"}
	}
	served, err := distribution.NewEmpirical(durations)
	if err != nil {
		return nil, "", err
	}
	mean, _ := served.Mean()
	t := *s
	t.Service.Time = served
	return &t, fmt.Sprintf("servers work as long as the log says that they took, %v on average (%d of %d requests say so): the waiting of that day is in it",
		mean.Round(time.Millisecond/100), known, all), nil
}

// sampleDurations returns the durations of at most mostDurations requests:
// those whose keyed draw is least, a uniform sample that no order changes.
func sampleDurations(source traces.Source, key sim.Key) (sample []time.Duration, known, all int64, err error) {
	records, err := source.Records(traces.Span{})
	if err != nil {
		return nil, 0, 0, err
	}
	defer records.Close()
	type drawn struct {
		draw uint64
		took time.Duration
	}
	var kept []drawn
	worst := uint64(math.MaxUint64)
	var r format.Record
	for records.Next(&r) {
		all += r.Requests
		if r.Duration == format.NoDuration {
			continue
		}
		known++
		draw := key.Uint64(uint64(known))
		if draw > worst {
			continue
		}
		kept = append(kept, drawn{draw, max(time.Duration(r.Duration), 1)})
		if len(kept) == 2*mostDurations {
			slices.SortFunc(kept, func(a, b drawn) int { return cmp.Compare(a.draw, b.draw) })
			kept = kept[:mostDurations]
			worst = kept[mostDurations-1].draw
		}
	}
	slices.SortFunc(kept, func(a, b drawn) int { return cmp.Compare(a.draw, b.draw) })
	for _, d := range kept[:min(len(kept), mostDurations)] {
		sample = append(sample, d.took)
	}
	return sample, known, all, records.Err()
}
