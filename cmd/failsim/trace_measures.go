package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"failsim/traces"
	maker "failsim/traces/make"
)

// plotColumns and plotRows are the size of the plot of the rate over time.
const (
	plotColumns = 72
	plotRows    = 4
)

// printMeasures prints what a second reading of a trace tells.
func printMeasures(w io.Writer, i *traces.Info, m *maker.Measures) {
	switch {
	case m.Clients == 0:
		fmt.Fprintln(w, "clients       the trace does not say")
	case m.ClientsError == 0:
		fmt.Fprintf(w, "clients       %d\n", m.Clients)
	default:
		fmt.Fprintf(w, "clients       about %d (a sketch, standard error %.1f %%)\n", m.Clients, 100*m.ClientsError)
	}
	if m.Clients > 0 && m.WithoutClient > 0 {
		fmt.Fprintf(w, "              and %d requests without one\n", m.WithoutClient)
	}
	if line := statusLine(i); line != "" {
		fmt.Fprintf(w, "status        %s\n", line)
	}
	fmt.Fprintln(w, "burstiness    index of dispersion for counts (variance/mean; Poisson 1), peak to mean, windows")
	for _, b := range m.Burstiness {
		width := map[int64]string{int64(time.Second): "1 s", int64(time.Minute): "1 min", int64(time.Hour): "1 h"}[b.Width]
		if math.IsNaN(b.Dispersion) {
			fmt.Fprintf(w, "  %-10s  not known: %s\n", width, whyNot(i, &b))
			continue
		}
		fmt.Fprintf(w, "  %-10s  %8.4g  %8.4g  %8d\n", width, b.Dispersion, b.PeakToMean, b.Windows)
	}
	printZones(w, i)
	printPlot(w, m)
}

func whyNot(i *traces.Info, b *maker.Burstiness) string {
	if b.Windows == 0 && i.Interval > time.Duration(b.Width) {
		return "the trace counts by " + i.Interval.String()
	}
	return "the trace is too short for two windows"
}

// statuses sums up the requests by class of their status.
func statuses(i *traces.Info) (by [6]int64) {
	for k := range i.Minutes {
		for class, n := range i.Minutes[k].ByStatus {
			by[class] += n
		}
	}
	return by
}

// fates sums up the requests without an answer, and those whose client went away.
func fates(i *traces.Info) (noAnswer, hungUp int64) {
	for k := range i.Minutes {
		noAnswer += i.Minutes[k].NoAnswer
		hungUp += i.Minutes[k].HungUp
	}
	return noAnswer, hungUp
}

// statusLine lists the classes of status, if any is known.
func statusLine(i *traces.Info) string {
	by := statuses(i)
	noAnswer, hungUp := fates(i)
	if by[0] == i.Requests {
		return ""
	}
	var parts []string
	for class, n := range by {
		if n > 0 && class > 0 {
			parts = append(parts, fmt.Sprintf("%dxx %d", class, n))
		}
	}
	if noAnswer > 0 {
		parts = append(parts, fmt.Sprintf("no answer %d", noAnswer))
	}
	if hungUp > 0 {
		parts = append(parts, fmt.Sprintf("client hung up %d", hungUp))
	}
	if by[0] > 0 {
		parts = append(parts, fmt.Sprintf("unknown %d", by[0]))
	}
	return strings.Join(parts, ", ")
}

// printZones lists the changes of the local clock, if there are any.
func printZones(w io.Writer, i *traces.Info) {
	if len(i.Offsets) < 2 {
		fmt.Fprintf(w, "local clock   UTC%s\n", i.First.Format("-07:00"))
		return
	}
	fmt.Fprintf(w, "local clock   changes: %d (daylight saving, or another zone)\n", len(i.Offsets)-1)
	const most = 6
	for k, o := range i.Offsets {
		if k == most {
			fmt.Fprintf(w, "  and %d more\n", len(i.Offsets)-most)
			break
		}
		at := changed(o)
		fmt.Fprintf(w, "  UTC%s from %s on\n", at.Format("-07:00"), at.Format(time.RFC3339))
	}
}

// changed is when the local clock changed, on the clock that it was then.
func changed(o traces.Offset) time.Time {
	return time.Unix(0, o.At).In(time.FixedZone("", int(o.Seconds)))
}

// printPlot draws the rate over time in blocks of an eighth of a row, the same
// wherever it is printed.
func printPlot(w io.Writer, m *maker.Measures) {
	var most int64
	for _, n := range m.Bins {
		most = max(most, n)
	}
	fmt.Fprintf(w, "rate          requests/s, mean over %s a column, local clock\n", m.BinWidth)
	for row := plotRows - 1; row >= 0; row-- {
		label := ""
		switch row {
		case plotRows - 1:
			label = fmt.Sprintf("%.3g", float64(most)/m.BinWidth.Seconds())
		case 0:
			label = "0"
		}
		var line strings.Builder
		for _, n := range m.Bins {
			eighths := int(math.Ceil(float64(n)/float64(most)*8*plotRows)) - 8*row
			line.WriteRune([]rune(" ▁▂▃▄▅▆▇█")[max(0, min(8, eighths))])
		}
		fmt.Fprintf(w, "  %10s  %s\n", label, strings.TrimRight(line.String(), " "))
	}
	end := m.BinStart.Add(m.BinWidth * time.Duration(len(m.Bins)))
	layout := "01-02 15:04"
	if m.BinWidth < time.Minute {
		layout = "15:04:05"
	}
	first, last := m.BinStart.Format(layout), end.Format(layout)
	if gap := len(m.Bins) - len(first) - len(last); gap > 0 {
		fmt.Fprintf(w, "              %s%s%s\n", first, strings.Repeat(" ", gap), last)
	} else {
		fmt.Fprintf(w, "              %s to %s\n", first, last)
	}
}

// burstJSON is how unevenly requests come at one scale; null is not known.
type burstJSON struct {
	WindowSeconds float64  `json:"window_s"`
	Windows       int64    `json:"windows"`
	Dispersion    *float64 `json:"index_of_dispersion"`
	PeakToMean    *float64 `json:"peak_to_mean"`
}

type offsetJSON struct {
	From    string `json:"from"`
	Seconds int32  `json:"utc_offset_s"`
}

type ratesJSON struct {
	Start        string  `json:"start"`
	WidthSeconds float64 `json:"width_s"`
	Requests     []int64 `json:"requests"`
}

// measuresJSON are the measures, as a part of trace info --json.
type measuresJSON struct {
	Clients       *int64           `json:"clients"`
	ClientsError  float64          `json:"clients_relative_se"`
	WithoutClient int64            `json:"requests_without_client"`
	Status        map[string]int64 `json:"status"`
	Burstiness    []burstJSON      `json:"burstiness"`
	LocalClock    []offsetJSON     `json:"local_clock"`
	Rate          ratesJSON        `json:"rate"`
}

func measuresAsJSON(i *traces.Info, m *maker.Measures) measuresJSON {
	j := measuresJSON{ClientsError: m.ClientsError, WithoutClient: m.WithoutClient, Status: map[string]int64{}, Burstiness: []burstJSON{},
		Rate: ratesJSON{m.BinStart.Format(time.RFC3339), m.BinWidth.Seconds(), m.Bins}}
	if m.Clients > 0 {
		j.Clients = &m.Clients
	}
	for class, n := range statuses(i) {
		switch {
		case n > 0 && class == 0:
			j.Status["unknown"] = n
		case n > 0:
			j.Status[fmt.Sprintf("%dxx", class)] = n
		}
	}
	if noAnswer, hungUp := fates(i); noAnswer > 0 || hungUp > 0 {
		j.Status["no_answer"], j.Status["client_hung_up"] = noAnswer, hungUp
	}
	for _, b := range m.Burstiness {
		one := burstJSON{WindowSeconds: time.Duration(b.Width).Seconds(), Windows: b.Windows}
		if !math.IsNaN(b.Dispersion) {
			one.Dispersion, one.PeakToMean = &b.Dispersion, &b.PeakToMean
		}
		j.Burstiness = append(j.Burstiness, one)
	}
	for _, o := range i.Offsets {
		j.LocalClock = append(j.LocalClock, offsetJSON{changed(o).Format(time.RFC3339), o.Seconds})
	}
	return j
}
