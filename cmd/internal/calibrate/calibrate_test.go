package calibrate

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
	"failsim/models/record"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

func loaded(t testing.TB, path string) func([]file.Edit) (*scenario.Scenario, error) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	all := strategies.All()
	return func(edits []file.Edit) (*scenario.Scenario, error) {
		return scenario.ReadWith(nil, path, text, edits, all, traces.Names()...)
	}
}

// fates notes how each request of a log ended.
type fates struct {
	record.Nothing
	failed map[sim.Time]bool
}

func (f *fates) Settled(s *record.Settlement) { f.failed[s.Arrived] = !s.Good() }

// logOf has failsim write a log of a scenario that says something else in places:
// requests each 25 ms for as long, with random draws of its own.
func logOf(t testing.TB, load func([]file.Edit) (*scenario.Scenario, error), design, incident string, span time.Duration, edits ...file.Edit) *Log {
	s, err := load(edits)
	require.NoError(t, err)
	l := &Log{}
	for i := range int(span / (25 * time.Millisecond)) {
		l.At, l.Clients, l.Failed = append(l.At, time.Duration(i)*25*time.Millisecond), append(l.Clients, sim.NewKey(77, 0).Uint64(uint64(i))), append(l.Failed, false)
	}
	p := player{log: l, windows: newWindows(l), began: 20 * time.Second, design: design, incident: incident, seed: 99, replications: 1}
	d, in := p.chosen(s)
	reported := &fates{failed: map[sim.Time]bool{}}
	err = p.into(s, d, in, 5, reported)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "log.csv")
	var text strings.Builder
	text.WriteString("time,status,client\n")
	for i, at := range l.At {
		status := 200
		if reported.failed[sim.Time(at)] {
			status = 503
		}
		fmt.Fprintf(&text, "%s,%d,c%d\n", time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC).Add(at).Format("2006-01-02T15:04:05.000Z"), status, i)
	}
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o644))
	return reread(t, path)
}

func reread(t testing.TB, path string) *Log {
	source, err := traces.Open([]string{path}, traces.Options{Key: sim.NewKey(1, 0)})
	require.NoError(t, err)
	l, err := Read(source)
	require.NoError(t, err)
	return l
}

func knob(t testing.TB, text string) Knob {
	axis, err := file.ParseAxis(text)
	require.NoError(t, err)
	return Knob{Name: axis.Path, Axis: axis}
}

func number(t testing.TB, text string) float64 {
	a, err := file.ParseAmount(text)
	require.NoError(t, err)
	return a.X
}

// What a log was made with is found again, within the bounds that are told, and the
// held-out half is predicted: better than by the scenario as it is, which says
// something else.
func TestWhatALogWasMadeWithIsFoundAgain(t *testing.T) {
	const interval = "designs/first-and-second/tenant/steering/0/dns-failover/interval"
	load := loaded(t, "testdata/two-regions.yaml")
	for _, c := range []struct {
		name, design, incident, path, truth, span string
		within                                    float64
	}{
		{"detection", "first-and-second", "lost", interval, "4s", "1s..30s", 1.2},
		{"overstay", "first-and-second", "lost", "clients/overstay", "[{share: 20%, hold: 24h}]", "0%..60%", 0.04},
		{"headroom", "both", "lost", "designs/both/serve/*/*/capacity", "65%", "55%..200%", 0.06},
		{"retries", "first-and-second", "errors", "designs/first-and-second/tenant/retrying/0/fixed/attempts", "4", "1..8", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := logOf(t, load, c.design, c.incident, 2*time.Minute, file.Edit{Path: c.path, Value: c.truth})
			k := knob(t, c.path+"="+c.span)
			truth := c.truth
			if c.name == "overstay" {
				k.Template, truth = "[{share: %s, hold: 24h}]", "20%"
			}
			fit, err := Run(Options{Load: load, Log: l, Began: l.Began(), Design: c.design, Incident: c.incident, Knobs: []Knob{k}, Seed: 1, Replications: 8})
			require.NoError(t, err)
			v := fit.Values[0]
			t.Logf("%s: %s [%s, %s], truth %s; held out %d failed, predicted %.1f, by the scenario as it is %.1f; noise %.2f, %d points, began %v", c.name, v.Value, v.Low, v.High, truth, fit.HeldOut.Failed, fit.HeldOut.Predicted, fit.AsItIs.Predicted, fit.Noise, fit.Points, l.Began())
			assert.InDelta(t, number(t, truth), number(t, v.Value), c.within)
			assert.True(t, v.Recorded)
			assert.LessOrEqual(t, number(t, v.Low), number(t, truth))
			assert.GreaterOrEqual(t, number(t, v.High), number(t, truth))
			assert.InDelta(t, 0, fit.HeldOut.Error(), 0.15, "the held-out half")
			assert.Less(t, fit.HeldOut.PerWindow, 0.75*fit.AsItIs.PerWindow, "a fit is better than none")
		})
	}
}

// Two at once: how long a probe takes to see it, and who goes on after that.
func TestTwoAreFoundTogether(t *testing.T) {
	const interval = "designs/first-and-second/tenant/steering/0/dns-failover/interval"
	load := loaded(t, "testdata/two-regions.yaml")
	l := logOf(t, load, "first-and-second", "lost", 2*time.Minute, file.Edit{Path: interval, Value: "5s"}, file.Edit{Path: "clients/overstay", Value: "[{share: 30%, hold: 24h}]"})
	share := knob(t, "clients/overstay=0%..60%")
	share.Template = "[{share: %s, hold: 24h}]"
	fit, err := Run(Options{Load: load, Log: l, Began: l.Began(), Design: "first-and-second", Incident: "lost", Knobs: []Knob{knob(t, interval+"=1s..30s"), share}, Seed: 1, Replications: 4})
	require.NoError(t, err)
	t.Logf("%+v", fit.Values)
	assert.InDelta(t, 5, number(t, fit.Values[0].Value), 1.5)
	assert.InDelta(t, 0.3, number(t, fit.Values[1].Value), 0.05)
	assert.InDelta(t, 0, fit.HeldOut.Error(), 0.1)
}

// The log of a run of the drill (docs/drill.md): all backends of a region refuse, and
// gdnsd, which probes each 2 s, moves the name. The held-out half is predicted.
func TestTheDrillsOwnLogTellsHowOftenItsProbesCome(t *testing.T) {
	const drill = "../../../.conform/drill/drill.yaml"
	l := reread(t, "testdata/drill-all-refuse-40s.csv.gz")
	fit, err := Run(Options{Load: loaded(t, drill), Log: l, Began: 10 * time.Second, Design: "two-regions", Incident: "all-refuse-40s",
		Knobs: []Knob{knob(t, "designs/two-regions/tenant/steering/0/dns-failover/interval=1s..20s")}, Seed: 1, Replications: 8})
	require.NoError(t, err)
	v := fit.Values[0]
	t.Logf("%s [%s, %s]; held out %d failed, predicted %.1f", v.Value, v.Low, v.High, fit.HeldOut.Failed, fit.HeldOut.Predicted)
	assert.InDelta(t, 2, number(t, v.Value), 0.5)
	assert.Less(t, number(t, v.Low), 2.0)
	assert.Greater(t, number(t, v.High), 2.0)
	assert.InDelta(t, 0, fit.HeldOut.Error(), 0.15)
}

// A log cannot report what does nothing in its outage.
func TestALogSaysWhereItDoesNotTell(t *testing.T) {
	load := loaded(t, "testdata/two-regions.yaml")
	l := logOf(t, load, "first-and-second", "errors", time.Minute)
	fit, err := Run(Options{Load: load, Log: l, Began: l.Began(), Design: "first-and-second", Incident: "errors", Knobs: []Knob{knob(t, "clients/resolvers=1000..3000")}, Seed: 1, Replications: 2})
	require.NoError(t, err)
	assert.False(t, fit.Values[0].Recorded, "%+v", fit.Values[0])
}

func TestALogMustSayWhatFailed(t *testing.T) {
	for text, says := range map[string]string{
		"time,status,client\n2026-03-01T10:00:00Z,200,a\n2026-03-01T10:00:01Z,200,b\n": "no request that failed",
		"time,client\n2026-03-01T10:00:00Z,a\n2026-03-01T10:00:01Z,b\n":                "has no status",
		"time,count\n2026-03-01T10:00:00Z,3\n2026-03-01T10:00:01Z,4\n":                 "counts requests",
	} {
		path := filepath.Join(t.TempDir(), "log.csv")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		source, err := traces.Open([]string{path}, traces.Options{})
		require.NoError(t, err, strconv.Quote(text))
		_, err = Read(source)
		assert.ErrorContains(t, err, says)
	}
}

// A single failure before the outage is none.
func TestAnOutageBeginsWhereFailuresFollowEachOther(t *testing.T) {
	l := &Log{}
	for i := range 100 {
		l.At, l.Failed = append(l.At, time.Duration(i)*time.Second), append(l.Failed, i == 3 || i >= 40 && i%2 == 0)
	}
	assert.Equal(t, 40*time.Second, l.Began())
}

// A log that alternates from window to window, as where clients ask for names in turn, has
// as much of both in either half.
func TestHalvesOfALogAreAlikeWhateverItsPeriod(t *testing.T) {
	for _, period := range []int{2, 4, 6, 10} {
		var bad [2]int
		for i := range 2000 {
			if i%period == 0 {
				bad[half(i)]++
			}
		}
		assert.InDelta(t, 1000/period, bad[0], 4*math.Sqrt(500/float64(period)), "period of %d windows", period)
		assert.Equal(t, (1999+period)/period, bad[0]+bad[1])
	}
	for i := 0; i < 2000; i += 2 {
		assert.Equal(t, 1, half(i)+half(i+1), "of two one is fitted")
	}
}
