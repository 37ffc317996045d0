package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testdata/kept holds scenarios as users wrote them for commit 036a259: the three
// that were embedded then, and situations that people had described. Whatever is
// renamed since, they go on to be read.

// layOutKept copies them, with the traces that they name, to a folder: so many
// requests a second, all the time.
func layOutKept(t *testing.T) (dir string, files []string) {
	t.Helper()
	dir = t.TempDir()
	files, err := filepath.Glob("testdata/kept/*.yaml")
	require.NoError(t, err)
	require.Len(t, files, 24)
	for i, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		files[i] = filepath.Join(dir, filepath.Base(f))
		require.NoError(t, os.WriteFile(files[i], text, 0o644))
	}
	for name, seconds := range map[string]int{"flat100.csv": 3600, "flat100-2h.csv": 7200} {
		var b strings.Builder
		b.WriteString("epoch,requests\n")
		for s := range seconds {
			fmt.Fprintf(&b, "%d,100\n", 1772323200+s)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(b.String()), 0o644))
	}
	return dir, files
}

func TestScenariosOfOldAreReadAndRun(t *testing.T) {
	_, files := layOutKept(t)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if filepath.Base(file) == "patroni.yaml" {
				o := failsim("queue", file, "--replications", "2").requireDone(t)
				assert.Contains(t, o.stdout, "leader")
				return
			}
			checked := failsim("check", file).requireDone(t)
			assert.Equal(t, 1, strings.Count(checked.stderr, "read by older names: "), checked.stderr)
			assert.Equal(t, 1, strings.Count(checked.stderr, "choosing is now called sending"), "in one line, and once: %s", checked.stderr)
			for i, design := range oldDesigns(t, file) {
				o := failsim("run", file, "--design", design, "--json", "--quiet").requireDone(t)
				var sum struct {
					Designs []struct {
						Requests struct{ Arrived, Succeeded int }
					}
				}
				require.NoError(t, json.Unmarshal([]byte(o.stdout), &sum))
				require.Len(t, sum.Designs, 1)
				assert.Greater(t, sum.Designs[0].Requests.Arrived, 10_000, design)
				if i == 0 { // others may be there to fail
					assert.Greater(t, sum.Designs[0].Requests.Succeeded, sum.Designs[0].Requests.Arrived/5)
				}
			}
		})
	}
}

// oldDesigns names the designs of a scenario of old that are run: the first, or, for make
// kept, all of them.
func oldDesigns(t *testing.T, file string) (names []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	_, after, _ := strings.Cut(string(text), "\ndesigns:\n")
	for _, found := range regexp.MustCompile(`(?m)^  - (?:design: |\{design: )([^,\n]+)`).FindAllStringSubmatch(after, -1) {
		names = append(names, found[1])
	}
	require.NotEmpty(t, names)
	if os.Getenv("FAILSIM_KEPT") != "all" {
		names = names[:1]
	}
	return names
}

// probing is what becomes of requests in a scenario of old, as it is and changed.
func probing(t *testing.T, name, design string, edits ...string) (lost int, detected float64) {
	t.Helper()
	dir, _ := layOutKept(t)
	file := filepath.Join(dir, name)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	changed := string(text)
	for i := 0; i < len(edits); i += 2 {
		require.Contains(t, changed, edits[i])
		changed = strings.ReplaceAll(changed, edits[i], edits[i+1])
	}
	require.NoError(t, os.WriteFile(file, []byte(changed), 0o644))
	o := failsim("run", file, "--design", design, "--json", "--quiet").requireDone(t)
	var sum struct {
		Designs []struct {
			Requests struct{ Failed int }
			Detect   struct{ P50 *float64 } `json:"time_to_detect_s"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &sum))
	if sum.Designs[0].Detect.P50 != nil {
		detected = *sum.Designs[0].Detect.P50
	}
	return sum.Designs[0].Requests.Failed, detected
}

// Every answer takes 1.2 s x 4 = 4.8 s, for want of no server; clients wait 4.5 s and
// probes 4 s, every 10 s, three of them; DNS takes 5 s to publish and is believed for
// 60 s. By hand, from the fault on: half an interval to the first probe after it, two
// more intervals, the time-out of the third, publishing, half a TTL:
// (5 + 20 + 4 + 5 + 30) s x 100/s = 6400 requests lost. Those sent at most 4.5 s
// before the fault go on as they began. Names differ in their phase and resolvers in
// theirs, of which there are enough to average: 60 phases in [0, 10) s have a standard
// error of 10/sqrt(12 x 60) = 0.37 s, which is 37 requests.
func TestASlowRegionIsFoundAsSoonAsByHand(t *testing.T) {
	const byHand = (10/2 + 2*10 + 4 + 5 + 60/2) * 100
	lost, _ := probing(t, "i-slow-probe.yaml", "r53")
	assert.InDelta(t, byHand, lost, 3*37+60)

	timing := "interval: 10s, threshold: 3, timeout: 4s, back: 3"
	working, _ := probing(t, "i-slow-probe.yaml", "r53", timing, timing+", work: request")
	assert.InDelta(t, byHand, working, 3*37+60, "what a probe costs hardly matters to 933 servers")
	const all = 30 * 60 * 100
	shallow, when := probing(t, "i-slow-probe.yaml", "r53", timing, timing+", sees-slow: 0%")
	assert.InDelta(t, all, shallow, 100, "a shallow /health sees nothing")
	assert.Zero(t, when)
	patient, _ := probing(t, "i-slow-probe.yaml", "r53", timing, "interval: 10s, threshold: 3, timeout: 5s, back: 3")
	assert.InDelta(t, all, patient, 100, "a time-out beyond the answer sees nothing")
	sparse, _ := probing(t, "i-slow-probe.yaml", "r53", timing, timing+", spacing: from-end")
	assert.InDelta(t, byHand+2*4*100, sparse, 3*37+60, "two more time-outs lie between three probes that follow on each other's end")
}

// One request in five is refused for want of a server: of 60 names with a probe every
// 10 s, some soon have three refusals in a row, and 80 % of capacity is not enough for
// those that stay, nor for those that come back.
func TestARegionThatRefusesForWantOfServersIsFound(t *testing.T) {
	_, when := probing(t, "i-over-probe.yaml", "r53")
	assert.Positive(t, when)
	timing := "interval: 10s, threshold: 3, timeout: 4s, back: 3"
	_, when = probing(t, "i-over-probe.yaml", "r53", timing, timing+", work: aside", "healthy: 10}", "healthy: 10, work: aside}")
	assert.Zero(t, when, "a port of its own answers probes whatever the queue")
}

// The application fails everything and /health says 200: 30 min x 100/s.
func TestAShallowCheckSeesNoErrors(t *testing.T) {
	lost, _ := probing(t, "r04-around.yaml", "through")
	assert.Less(t, lost, 7000)
	timing := "interval: 10s, threshold: 3, timeout: 4s, back: 3"
	lost, when := probing(t, "r04-around.yaml", "through", timing, timing+", sees-errors: 0%", "healthy: 10}", "healthy: 10, sees-errors: 0%}")
	assert.InDelta(t, 180_000, lost, 100)
	assert.Zero(t, when)
}

// LBs' own checks see errors: with 60 failures in a row they condemn nobody, with two
// they condemn backends that answer four requests in five, until none is left.
// 30 min x 100/s, of which one in five is lost by the fault itself.
func TestLBsThatCheckCloselyCondemnWhatHalfWorks(t *testing.T) {
	const byFault = 30 * 60 * 100 / 5
	half, open := []string{"length: 2h", "length: 40m"}, []string{"healthy: 10}", "healthy: 10, fails: open}"}
	blind, _ := probing(t, "g-nolbcheck.yaml", "none", half...)
	assert.InDelta(t, byFault, blind, 3*170, "within three standard errors of a binomial number")
	closed, _ := probing(t, "g.yaml", "none", half...)
	assert.Greater(t, closed, blind*3/2)
	opened, _ := probing(t, "g.yaml", "none", append(open, half...)...)
	assert.Less(t, opened, closed*3/4, "an LB that fails open uses them all once it calls none healthy")
	shallow, _ := probing(t, "g.yaml", "none", append(half, "healthy: 10}", "healthy: 10, sees-errors: 0%}")...)
	assert.Equal(t, blind, shallow, "a shallow check sees as little as one that is never sure")
}
