package plots

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var preview = flag.String("preview", "", "write the figures of the tests into this folder, to look at them")

var incident = []Phase{
	{"fault", 0}, {"noticed", 81 * time.Minute}, {"misdiagnosed", 186 * time.Minute}, {"contained", 278 * time.Minute},
	{"restored", 861 * time.Minute}, {"merged", 1036 * time.Minute}, {"re-enabled", 1326 * time.Minute}, {"declared normal", 1421 * time.Minute},
}

// A sample is a made-up design: the share of its demand on misconfigured load
// balancers at full damage, when damage stops growing and when it is gone.
type sample struct {
	name             string
	depth            float64
	contained, ended time.Duration
	share            float64 // of the fleet at full damage
}

var samples = []sample{
	{"single-provider", 0.27, 278 * time.Minute, 1326 * time.Minute, 0.068},
	{"kill-switch", 0.09, 96 * time.Minute, 1326 * time.Minute, 0.024},
	{"tested-restore", 0.265, 278 * time.Minute, 420 * time.Minute, 0.0675},
	{"active-passive", 0.06, 278 * time.Minute, 305 * time.Minute, 0.068},
	{"active-passive-region", 0.27, 278 * time.Minute, 1326 * time.Minute, 0.0681},
	{"isthmus", 0.012, 278 * time.Minute, 1326 * time.Minute, 0.068},
	{"multi-provider-dns", 0.004, 278 * time.Minute, 1326 * time.Minute, 0.0679},
	{"multi-provider-client", 0.0002, 278 * time.Minute, 1326 * time.Minute, 0.068},
	{"self-healing", 0.0011, 12 * time.Minute, 25 * time.Minute, 0.003},
}

// course returns the sample's share of full damage at a time.
func (s sample) course(at time.Duration) float64 {
	switch h := at.Minutes(); {
	case h <= 0 || at >= s.ended:
		return 0
	case at < s.contained:
		return h / s.contained.Minutes()
	case at < s.ended-s.ended/5:
		return 1
	default:
		return (s.ended - at).Minutes() / (s.ended / 5).Minutes()
	}
}

func sampleLines(peak func(sample) float64, sign float64) []Line {
	random := rand.New(rand.NewPCG(1, 2))
	var out []Line
	for _, s := range samples {
		l := Line{Name: s.name}
		lost, n := 0.0, 0
		for at := -24 * time.Minute; at <= 25*time.Hour+36*time.Minute; at += 5 * time.Minute {
			y := peak(s) * s.course(at)
			spread := y * 0.15
			y = max(0, y*(1+0.03*random.NormFloat64()))
			if sign > 0 {
				spread, y = spread/3, peak(s)*s.course(at)
			} else {
				y += 2e-5 * random.Float64()
			}
			lost, n = lost+y, n+1
			l.X = append(l.X, at)
			base := 0.0
			if sign < 0 {
				base = 1
			}
			l.Y = append(l.Y, base+sign*y)
			l.Low = append(l.Low, clamp(base+sign*y-spread))
			l.High = append(l.High, clamp(base+sign*y+spread))
		}
		l.Label = percent(peak(s))
		if sign < 0 {
			a := lost / float64(n)
			l.Label = appendPercent(1-a) + "\n" + appendPercent(1-a*1.1) + " – " + appendPercent(1-a*0.9)
		}
		out = append(out, l)
	}
	return out
}

func appendPercent(v float64) string { return strconv.FormatFloat(100*v, 'f', 3, 64) + " %" }

func sampleTimeline() Timeline {
	return Timeline{
		Subtitle:  "elb-2012: state of a region's load balancers deleted. Share of valid requests answered well, client side, in windows of 5 min. Mean of 20 replications.",
		Objective: 0.9995, Phases: incident,
		Lines: sampleLines(func(s sample) float64 { return s.depth }, -1),
	}
}

func sampleMisconfiguration() Misconfiguration {
	theory := &Line{Name: "theory", Label: "theory: p (1 − exp(−r t)), until containment (p = 25 %, r = 0.068/h)"}
	for at := time.Duration(0); at <= 278*time.Minute; at += 2 * time.Minute {
		theory.X = append(theory.X, at)
		theory.Y = append(theory.Y, 0.25*(1-math.Exp(-0.0687*at.Hours())))
	}
	return Misconfiguration{
		Subtitle: "elb-2012: share of the region's load balancers whose configuration is wrong. Mean of 20 replications.",
		Lines:    sampleLines(func(s sample) float64 { return s.share }, 1), Phases: incident, Theory: theory,
		Published: &Point{278 * time.Minute, 0.068, "published: 6.8 % at containment (AWS)"},
	}
}

func sampleRecovery() Recovery {
	random := rand.New(rand.NewPCG(3, 4))
	r := Recovery{Subtitle: "elb-2012: 4 populations in each of 20 replications. Recovered: availability over the next 15 min meets the objective.", Objective: 10 * time.Minute}
	for i, s := range samples {
		row := RecoveryRow{Name: s.name}
		for range 80 {
			switch u := random.Float64(); {
			case i == 7 || i == 6 && u < 0.8 || u < 0.3:
				row.NeverHarmed++
			case i < 6 && i != 2 && i != 3 && u > 0.93:
				row.Censored++
			case s.depth < 0.05:
				row.Samples = append(row.Samples, time.Duration(float64(4*time.Minute)*math.Exp(0.8*random.NormFloat64())))
			default:
				row.Samples = append(row.Samples, time.Duration(float64(s.ended)*(0.5+0.5*math.Sqrt(random.Float64()))))
			}
		}
		if m, ok := row.middle(); ok {
			row.Median, row.Low, row.High = m, time.Duration(float64(m)*0.9), time.Duration(float64(m)*1.08)
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

func sampleLost() Lost {
	l := Lost{Subtitle: "elb-2012: valid requests that got no good answer within their patience, mean of 20 replications.", Causes: []string{
		"lb-misconfigured", "no-healthy-target", "stale-address", "region-down", "provider-down", "zone-down", "surge-queue-full",
		"overload-primary", "overload-survivor", "timed-out-in-queue", "timed-out-in-surge-queue", "slow-response", "server-error", "common-mode", "client-gave-up",
		"lb-cannot-scale",
	}}
	for i, s := range samples {
		share := make([]float64, len(l.Causes))
		total := s.depth * 0.7
		if i == 7 {
			total = 0.00011
		}
		share[0], share[13] = total*0.8, total*0.02
		switch {
		case i >= 3 && i <= 6:
			share[0], share[2], share[8], share[9] = total*0.3, total*0.35, total*0.25, total*0.08
		case i == 7:
			share[0], share[2], share[12] = total*0.2, total*0.5, total*0.28
		case i == 8:
			share[0], share[11] = total*0.1, total*0.88
		default:
			share[6], share[10] = total*0.12, total*0.06
		}
		l.Rows = append(l.Rows, LostRow{Name: s.name, Share: share})
	}
	return l
}

// drawn are all four figures of the samples, by name.
func drawn(t testing.TB) map[string]*Figure {
	t.Helper()
	out := map[string]*Figure{}
	var err error
	out["availability"], err = Availability(sampleTimeline())
	require.NoError(t, err)
	out["misconfigured-lbs"], err = MisconfiguredLBs(sampleMisconfiguration())
	require.NoError(t, err)
	out["recovery-times"], err = RecoveryTimes(sampleRecovery())
	require.NoError(t, err)
	out["lost-by-cause"], err = LostByCause(sampleLost())
	require.NoError(t, err)
	return out
}

// show writes a figure where -preview says.
func show(t testing.TB, name string, f *Figure) {
	t.Helper()
	if *preview == "" {
		return
	}
	for end, write := range map[string]func(*os.File) error{
		".svg": func(w *os.File) error { return f.SVG(w) }, ".png": func(w *os.File) error { return f.PNG(w) },
	} {
		w, err := os.Create(filepath.Join(*preview, name+end))
		require.NoError(t, err)
		require.NoError(t, write(w))
		require.NoError(t, w.Close())
	}
}
