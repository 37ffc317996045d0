package study

import (
	"fmt"
	"path/filepath"
	"time"

	"failsim/traces"
	"failsim/traces/format"
)

// scale makes a population's course of a day an intensity at the scenario's rate.
func (w *Workload) scale(i int, profile *traces.Profile) {
	p := &w.Scenario.Workload[i]
	if p.Trace.PeakPerSecond > 0 {
		p.Trace.PerSecond = profile.MeanForPeak(p.Trace.PeakPerSecond)
	}
	perSecond := p.Trace.PerSecond / w.Scenario.Weight
	w.Peaks[i], w.means[i], w.days[i], w.profiles[i] = perSecond*profile.PeakToMean(), perSecond, perSecond, profile
	w.streams = append(w.streams, stream{name: p.Name, profile: profile, clock: w.clock(p.Location), perSecond: perSecond,
		populations: []int{i}, shares: []float64{1}})
}

// play takes a trace at its own rate, request by request.
func (w *Workload) play(s stream) error {
	extent, err := s.source.Extent(s.window)
	if err != nil {
		return err
	}
	info := s.source.Info()
	if extent.Requests == 0 {
		return &format.InputError{Path: info.Name, Reason: fmt.Sprintf("no request falls into the scenario's time: the trace is of %s to %s, the run of the %s from %s on by the clock; with start: %s, or with none, its first fault meets the busiest hour of the trace",
			info.First.Format(time.RFC3339), info.Last.Format(time.RFC3339), round(s.window.Length), extent.Start.Format("15:04:05"), w.startAt(info.First, &w.Scenario.Workload[s.populations[0]]).Format(time.RFC3339))}
	}
	burst, minutes, err := w.count(s)
	if err != nil {
		return err
	}
	w.burst = max(w.burst, burst-extent.PeakPerSecond)
	for k, i := range s.populations {
		w.Peaks[i] = extent.PeakPerSecond * s.shares[k]
		w.means[i] = extent.MeanPerSecond * s.shares[k]
		w.days[i] = w.means[i] // all that is known of a trace that spans no day
		if profile, err := traces.ProfileOf(s.source); err == nil {
			w.profiles[i] = profile
			w.days[i] = w.dayRate(i, w.means[i], time.Duration(extent.End))
		}
		w.counted[i] = w.countedOf(i, minutes, s.shares[k], &extent)
	}
	busiest := "minute"
	if info.Interval > time.Minute {
		busiest = "interval"
	}
	w.note("%s is replayed request by request at its own rate: %d requests in %s from %s on%s, busiest %s %.3g/s",
		filepath.Base(info.Name), extent.Requests, round(time.Duration(extent.End)), extent.Start.Format("2006-01-02 15:04:05 -0700"), w.whereBegun(), busiest, extent.PeakPerSecond)
	w.observe(&info, extent.Alignment, s.window.Repeat)
	later := w.from.IsZero() || extent.Start.Add(time.Duration(extent.End)).After(info.First.Add(24*time.Hour))
	if extent.Rotated && info.First.Before(extent.Start) && later {
		w.note("%s spans %s: it is played from the scenario's clock time on, and what lies before that follows, 24 hours after its stamps",
			filepath.Base(info.Name), round(info.Span()))
	}
	if extent.LeftOut > 0 {
		w.note("%d requests of %s lie outside the scenario's time and are left out; its busiest day is %s (%d requests): --from chooses a day",
			extent.LeftOut, filepath.Base(info.Name), info.BusiestDay.Date.Format(time.DateOnly), info.BusiestDay.Requests)
	}
	if end := time.Duration(extent.End); end < w.length {
		w.note("%s ends after %s; the run of %s ends there (repeat: daily, or --repeat, would play it again)",
			filepath.Base(info.Name), round(end), round(w.Scenario.Length))
		w.length = end
	}
	w.streams = append(w.streams, s)
	return nil
}
