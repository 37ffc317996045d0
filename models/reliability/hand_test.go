package reliability

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
)

func read(t testing.TB, content string) *Spec {
	t.Helper()
	spec, err := Read("r.yaml", []byte(content))
	require.NoError(t, err)
	return spec
}

// figure runs one replication of a file and returns what it reports a thing.
func figure(t testing.TB, content string) func(of, name string) float64 {
	t.Helper()
	r := Run(read(t, content), 1, 0)
	return func(of, name string) float64 {
		t.Helper()
		for _, f := range r.Figures {
			if f.Of == of && f.Name == name {
				return f.Value
			}
		}
		require.Fail(t, "no such figure", "%s %s", of, name)
		return 0
	}
}

const day = "reliability: hand\nlength: 24h\nwarm-up: none\nwithin: [1h, 2h]\n"

func TestAComponentThatFailsByTheClock(t *testing.T) {
	// Up to 10 h, down to 12 h, up to 22 h, down to the end.
	of := figure(t, day+"components: [{component: a, up: 10h, down: 2h}]")
	assert.InDelta(t, 20./24, of("component a", "availability"), 1e-12)
	assert.InDelta(t, 2./24, of("component a", "outages_per_hour"), 1e-12)
	assert.Equal(t, 36000.0, of("component a", "mean_up"))
	assert.Equal(t, 7200.0, of("component a", "mean_down"))
	assert.Equal(t, 14400.0, of("component a", "mean_downtime"))
	assert.Equal(t, 0.0, of("component a", "p_outage_le_3600s"))
	assert.Equal(t, 1.0, of("component a", "p_outage_le_7200s"))
	assert.Equal(t, 0.0, of("component a", "p_no_outage"))
}

func TestWhatLiesBeforeTheEndOfTheWarmUpDoesNotCount(t *testing.T) {
	// From 11 h on: the rest of the first outage, and all of the second.
	of := figure(t, "reliability: hand\nlength: 12h\nwarm-up: 11h\ncomponents: [{component: a, up: 10h, down: 2h}]")
	assert.InDelta(t, 2./12, of("component a", "unavailability"), 1e-12)
	assert.InDelta(t, 1./12, of("component a", "outages_per_hour"), 1e-12, "only the second begins")
}

func TestACrewMendsOneThingAtATime(t *testing.T) {
	// Both fail at 10 h; one is mended at 12 h, the other at 14 h.
	const parts = "components: [{component: a, count: 2, up: 10h, down: 2h, crew: c}]\n" +
		"systems: [{system: both, needs: {all: [a]}}, {system: either, needs: {any: [a]}}, {system: two, needs: {2-of: [a]}}]\n"
	of := figure(t, "reliability: hand\nlength: 15h\nwarm-up: none\ncrews: [{crew: c, people: 1}]\n"+parts)
	assert.Equal(t, 14400.0, of("system both", "mean_downtime"))
	assert.Equal(t, 7200.0, of("system either", "mean_downtime"))
	assert.Equal(t, of("system both", "mean_downtime"), of("system two", "mean_downtime"), "two of two are all")
	of = figure(t, "reliability: hand\nlength: 15h\nwarm-up: none\ncrews: [{crew: c, people: 2}]\n"+parts)
	assert.Equal(t, 7200.0, of("system both", "mean_downtime"))
}

func TestACauseTakesComponentsWithIt(t *testing.T) {
	// The power fails from 5 to 8 h, the component by itself from 7 to 9 h.
	of := figure(t, "reliability: hand\nlength: 10h\nwarm-up: none\ncomponents: [{component: a, up: 7h, down: 2h}, {component: b, up: 100h, down: 1h}]\n"+
		"causes: [{cause: power, up: 5h, down: 3h, takes: [a, b]}]")
	assert.Equal(t, 4*3600.0, of("component a", "mean_downtime"))
	assert.Equal(t, 3*3600.0, of("component b", "mean_downtime"))
	assert.InDelta(t, 0.1, of("component a", "outages_per_hour"), 1e-12, "one outage, not two")
}

func TestACycleEndsWithItsFirstOutageOrRepair(t *testing.T) {
	const parts = "warm-up: none\ncomponents: [{component: a, up: 10h, down: 2h}, {component: b, up: 15h, down: 1h}]\nsystems: [{system: s, needs: {any: [a, b]}}]\n"
	of := figure(t, "reliability: hand\nlength: 100h\nuntil: mended\n"+parts)
	assert.Equal(t, 12*3600.0, of("cycles", "mean_length"))
	of = figure(t, "reliability: hand\nlength: 100h\nuntil: outage\nwarm-up: none\ncomponents: [{component: a, up: 10h, down: 2h}]")
	assert.Equal(t, 10*3600.0, of("cycles", "mean_length"))
	of = figure(t, "reliability: hand\nlength: 100h\nuntil: outage\nwarm-up: none\ncomponents: [{component: a, up: 10h, down: 6h}, {component: b, up: 15h, down: 1h}]\nsystems: [{system: s, needs: {any: [a, b]}}]\n")
	assert.Equal(t, 15*3600.0, of("system s", "mean_first_outage"), "one alone is no outage of the system")
}

func TestWhatBeginsBrokenIsMendedByWhoIsThere(t *testing.T) {
	// Seven of one hour each by three people: 3 hours.
	of := figure(t, "reliability: hand\nlength: 100h\nwarm-up: none\nuntil: mended\ncrews: [{crew: c, people: 3}]\n"+
		"components: [{component: a, count: 7, begins: broken, down: 1h, crew: c}]")
	assert.Equal(t, 3*3600.0, of("cycles", "mean_length"))
	assert.InDelta(t, (3*1+3*2+3)*3600./7, of("component a", "mean_outage"), 1e-6)
}

func TestHowAFailureIsFoundBoundsHowLongItLasts(t *testing.T) {
	for found, bounds := range map[string][2]float64{
		"{every: 10m}": {3600, 3600 + 600},
		"{probe: {interval: 1m, timeout: 10s, threshold: 3}}": {3600 + 130, 3600 + 190},
		"{lease: {length: 10m, renew: 4m}}":                   {3600 + 360, 3600 + 600},
	} {
		of := figure(t, "reliability: hand\nlength: 24h\nwarm-up: none\nuntil: mended\ncycles: 2000\ncomponents: [{component: a, up: 10h, down: 1h, found: "+found+"}]")
		middle := (bounds[0] + bounds[1]) / 2
		assert.InDelta(t, middle, of("component a", "mean_outage"), (bounds[1]-bounds[0])/40, found)
		assert.InDelta(t, middle-3600, of("component a", "mean_found"), (bounds[1]-bounds[0])/40, found)
		assert.GreaterOrEqual(t, of("component a", "outage_p50"), bounds[0], found)
		assert.LessOrEqual(t, of("component a", "outage_p99"), bounds[1]*1.008, found)
	}
}

func TestATakeoverEndsWhatItCovers(t *testing.T) {
	for coverage, want := range map[string]float64{"100%": 60, "0%": 7200} {
		of := figure(t, day+"components: [{component: a, up: 10h, down: 2h, takeover: {coverage: "+coverage+", switch: 60s}}]")
		assert.Equal(t, want, of("component a", "mean_outage"), coverage)
	}
}

func TestServersThatShareALoadTripOneAfterTheOther(t *testing.T) {
	// 8 of 10 are left for a load of 9: 1.125 each. A quarter of 8 trips, then
	// at least one of 6, 5, 4, 3, 2 and 1, each a second later.
	of := figure(t, day+"sharing: [{sharing: s, servers: 10, load: 9, loses: 20%, trips: {above: 1.05, batch: 25%}}]")
	assert.Equal(t, 1.125, of("sharing s", "first_load_per_survivor"))
	assert.Equal(t, 0.0, of("sharing s", "survivors"))
	assert.Equal(t, 7.0, of("sharing s", "steps"))
	assert.Equal(t, 7.0, of("sharing s", "mean_last_trip"))
	of = figure(t, day+"sharing: [{sharing: s, servers: 10, load: 8, loses: 20%, trips: {above: 1.05}}]")
	assert.Equal(t, 8.0, of("sharing s", "survivors"), "1 each is borne")
}

// Draws are a thing's own: another component, more cycles or an earlier end
// changes nobody's draws.
func TestAddingAComponentChangesNobodysLuck(t *testing.T) {
	const head = "reliability: chance\nlength: 1000h\nwarm-up: none\ncycles: 20\ncomponents:\n  - {component: a, up: {exponential: {mean: 100h}}, down: {exponential: {mean: 5h}}}\n"
	alone := figure(t, head)
	beside := figure(t, head+"  - {component: b, count: 5, up: {exponential: {mean: 10h}}, down: {exponential: {mean: 5h}}}\n")
	for _, name := range []string{"unavailability", "mean_outage", "outage_p99", "p_no_outage"} {
		assert.Equal(t, alone("component a", name), beside("component a", name), name)
	}
}

func TestTheSameSeedTellsTheSame(t *testing.T) {
	spec := read(t, day+"components: [{component: a, up: {exponential: {mean: 3h}}, down: {exponential: {mean: 1h}}}]")
	assert.Equal(t, fmt.Sprint(Run(spec, 7, 3).Figures), fmt.Sprint(Run(spec, 7, 3).Figures))
	assert.NotEqual(t, fmt.Sprint(Run(spec, 7, 3).Figures), fmt.Sprint(Run(spec, 8, 3).Figures))
}

func TestWhatIsInfiniteIsNotToldAsANumber(t *testing.T) {
	r := Run(read(t, "reliability: tail\nlength: 100h\nwarm-up: none\ncomponents:\n"+
		"  - {component: mean, up: 1h, down: {pareto: {low: 1m, shape: 1}}}\n  - {component: variance, up: 1h, down: {pareto: {low: 1m, shape: 1.5}}}\n"), 1, 0)
	say := map[string]figures.Figure{}
	for _, f := range r.Figures {
		say[f.Of+" "+f.Name] = f
	}
	assert.Contains(t, say["component mean mean_outage"].Why, "it is infinite")
	assert.NotEqual(t, say["component mean mean_outage"].Value, say["component mean mean_outage"].Value, "no number")
	assert.Contains(t, say["component variance std_outage"].Why, "infinite variance")
	assert.Empty(t, say["component variance mean_outage"].Why)
	assert.Contains(t, say["component variance mean_outage"].Warning, "variance is infinite")
}
