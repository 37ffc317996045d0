package conform

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	_ "google.golang.org/grpc/xds" // registers outlier detection

	"failsim/cmd/internal/conform"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// judging is outlier detection before some backends, each of which fails a share.
type judging struct {
	shares   []float64
	calls    int
	gap      time.Duration
	config   string   // of gRPC's outlier detection
	given    []string // to failsim's
	strategy string
}

// fails reports whether a backend fails its n-th call.
func (j *judging) fails(backend, n int) bool {
	return sim.NewKey(43, backend).Float64(uint64(n)) < j.shares[backend]
}

// predict plays the calls to failsim's filter, with its round robin.
func (j *judging) predict(t *testing.T) (failed int) {
	name := j.strategy
	if name == "" {
		name = "grpc-outlier-detection"
	}
	f, turns := made[policy.Filtering](t, name, j.given...), made[policy.Balancing](t, "round-robin")
	v := policy.Targets{Members: len(j.shares), InFlight: make([]int32, len(j.shares)), Cursor: new(uint32), Since: make([]sim.Time, len(j.shares))}
	memory := f.(policy.Remembering).Fresh(&v, sim.NewKey(1, 0))
	seen := make([]int, len(j.shares))
	for i := range j.calls {
		v.Now, v.Memory, v.Healthy = sim.Time(j.gap)*sim.Time(i), memory, v.Healthy[:0]
		for b := range j.shares {
			v.Healthy = append(v.Healthy, id.Member(b))
		}
		v.Weights = slices.Repeat([]float64{1}, len(j.shares))
		if f.Filter(&v); len(v.Healthy) == 0 {
			failed++
			continue
		}
		b := turns.Pick(&v, 0)
		seen[b]++
		e := policy.Ending{Backend: b, Sent: v.Now, Ended: v.Now}
		if j.fails(int(b), seen[b]) {
			failed++
			e.Outcome = policy.Failed
		}
		f.(policy.Learning).Learn(&v, &e)
	}
	return failed
}

// measure plays them to gRPC's.
func (j *judging) measure(t *testing.T) (failed int) {
	synctest.Test(t, func(*testing.T) {
		var names []string
		for b := range j.shares {
			names = append(names, fmt.Sprint("b", b))
		}
		r := newRPCs(`{"loadBalancingConfig":[{"outlier_detection_experimental":`+j.config+`}]}`, names...)
		r.fails = func(server string, n int) bool { return j.fails(int(server[1]-'0'), n) }
		for range j.calls {
			if r.call(time.Hour) != nil {
				failed++
			}
			time.Sleep(j.gap)
		}
		r.close()
	})
	return failed
}

func (j *judging) hold(t *testing.T, fact string) {
	t.Helper()
	want, got := j.predict(t), j.measure(t)
	share := func(failed int) float64 { return float64(failed) / float64(j.calls) }
	book.Hold(t, conform.Fact{Program: "grpc-go", Version: version(grpcModule), Strategy: "grpc-outlier-detection", Fact: fact,
		Predicted: fmt.Sprintf("%.1f %%", 100*share(want)), Measured: fmt.Sprintf("%.1f %%", 100*share(got))}, conform.SameShare(share(want), share(got), j.calls, j.calls))
}

const outlierTimes = `"interval":"5s","baseEjectionTime":"9s","childPolicy":[{"round_robin":{}}]`

func TestGRPCOutlierDetection(t *testing.T) {
	times := []string{"interval=5s", "base=9s"}
	for _, c := range []struct {
		fact   string
		bad    int
		config string
		given  []string
	}{
		{"no algorithm named: one of four always fails, calls that fail in a minute (interval 5 s, baseEjectionTime 9 s)", 1, ``, nil},
		{"failurePercentageEjection with minimumHosts 3, all else by default: the same, for enforcementPercentage is 0 by default", 1,
			`"failurePercentageEjection":{"minimumHosts":3},`, []string{"hosts=3"}},
		{"and with enforcementPercentage 100", 1, `"failurePercentageEjection":{"minimumHosts":3,"enforcementPercentage":100},`, []string{"hosts=3", "enforced=100%"}},
		{"two of four always fail, of whom one at a time is out", 2, `"failurePercentageEjection":{"minimumHosts":3,"enforcementPercentage":100},`, []string{"hosts=3", "enforced=100%"}},
		{"successRateEjection with minimumHosts 3, stdevFactor 1900: one of four is at most 1.73 deviations away", 1, `"successRateEjection":{"minimumHosts":3},`,
			[]string{"by=success-rate", "hosts=3", "enforced=100%", "volume=100"}},
		{"and with stdevFactor 1000", 1, `"successRateEjection":{"minimumHosts":3,"stdevFactor":1000},`, []string{"by=success-rate", "hosts=3", "enforced=100%", "volume=100", "deviations=1"}},
	} {
		j := judging{calls: 6000, gap: 10 * time.Millisecond, config: "{" + c.config + outlierTimes + "}", given: append(c.given, times...)}
		for b := range 4 {
			j.shares = append(j.shares, map[bool]float64{true: 1}[b < c.bad])
		}
		j.hold(t, c.fact)
	}
}

// Outlier detection of any kind, before backends that fail as they like.
func TestGRPCOutlierDetectionOfAnySize(t *testing.T) {
	wrong := 0
	for number := range max(1, *many/2) {
		key := sim.NewKey(47, number)
		j := judging{calls: 3000, gap: 11 * time.Millisecond}
		ill := []float64{0.5, 1}[key.IntN(9, 2)] // all alike: which of them goes first is chance
		for b := range 3 + key.IntN(0, 6) {
			j.shares = append(j.shares, []float64{0, 0, 0.05, ill}[key.IntN(10+uint64(b), 4)])
		}
		interval, base, hosts, volume, most := 1500+key.IntN(1, 5000), 2003+key.IntN(2, 9000), 1+key.IntN(3, 4), 1+key.IntN(4, 60), 5+key.IntN(5, 95)
		j.given = []string{fmt.Sprintf("interval=%dms", interval), fmt.Sprintf("base=%dms", base), "cap=20s", fmt.Sprint("hosts=", hosts), fmt.Sprint("volume=", volume), fmt.Sprintf("most=%d%%", most), "enforced=100%"}
		common := fmt.Sprintf(`"interval":"%d.%03ds","baseEjectionTime":"%d.%03ds","maxEjectionTime":"20s","maxEjectionPercent":%d,"childPolicy":[{"round_robin":{}}]`,
			interval/1000, interval%1000, base/1000, base%1000, most)
		if key.IntN(6, 2) == 0 {
			threshold := 20 + key.IntN(7, 75)
			j.given = append(j.given, fmt.Sprintf("threshold=%d%%", threshold))
			j.config = fmt.Sprintf(`{"failurePercentageEjection":{"minimumHosts":%d,"requestVolume":%d,"threshold":%d,"enforcementPercentage":100},%s}`, hosts, volume, threshold, common)
		} else {
			deviations := 500 + key.IntN(7, 1600)
			j.given = append(j.given, "by=success-rate", fmt.Sprintf("deviations=%.3f", float64(deviations)/1000))
			j.config = fmt.Sprintf(`{"successRateEjection":{"minimumHosts":%d,"requestVolume":%d,"stdevFactor":%d,"enforcementPercentage":100},%s}`, hosts, volume, deviations, common)
		}
		want, got := j.predict(t), j.measure(t)
		same := func() bool {
			n := float64(j.calls)
			return conform.SameShare(float64(want)/n, float64(got)/n, j.calls, j.calls)
		}
		if !same() {
			j.calls *= 10
			want, got = j.predict(t), j.measure(t)
		}
		if !same() {
			wrong++
			t.Logf("case %d: shares %v, %v\n%s\npredicted %d failures, measured %d of %d", number, j.shares, j.given, j.config, want, got, j.calls)
		}
	}
	book.Hold(t, conform.Fact{Program: "grpc-go", Version: version(grpcModule), Strategy: "grpc-outlier-detection", Fact: "drawn detections, 3000 calls each: cases in which another share fails",
		Predicted: "none", Measured: fmt.Sprintf("%d of %d", wrong, max(1, *many/2))}, wrong == 0)
}
