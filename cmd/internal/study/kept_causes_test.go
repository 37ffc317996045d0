package study

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exchange is for a commit that names the causes of some losses otherwise, and
// changes nothing else. A fingerprint holds causes, so that of a run which has such
// losses is another; then all that is said of the run but its causes must be kept,
// and what is lost to all other causes, and to these together.
type exchange struct {
	commit string // its subject
	sign   string // the cause, old or new, that a run must have
	causes []string
}

var exchanges = []exchange{
	{"A stale address is one that DNS had replaced before the attempt was sent", "stale-address",
		[]string{"stale-address", "lb-misconfigured", "no-healthy-target", "region-down", "provider-down", "common-mode"}},
	{"A load balancer that nobody can scale is a cause of its own", "lb-cannot-scale",
		[]string{"lb-cannot-scale", "surge-queue-full", "timed-out-in-queue", "timed-out-in-surge-queue"}},
	{"Who times out in an LB's surge queue is told from who does in a backend's", "timed-out-in-surge-queue",
		[]string{"timed-out-in-surge-queue", "timed-out-in-queue"}},
}

// keptFigures are what a summary of any commit says of a design beside its causes,
// and has always counted in one way: the figures themselves, as how sure one is of
// them is a matter of its own.
var keptFigures = []string{"availability", "user_minutes_lost", "lb_damaged_peak_share", "retry_amplification", "latency_p50_s", "latency_p99_s",
	"wasted_work_s_per_request", "failed_over_share", "lb_minutes_lost"}

// keptFiguresOf picks them out of the JSON of a design.
func keptFiguresOf(design []byte) (string, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(design, &all); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, name := range keptFigures {
		var figure struct{ Mean, P50 json.RawMessage }
		if err := json.Unmarshal(all[name], &figure); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&b, "%s %s%s\n", name, figure.Mean, figure.P50)
	}
	var marks []struct {
		Mark string
		P50  json.RawMessage
	}
	if err := json.Unmarshal(all["phases"], &marks); err != nil {
		return "", err
	}
	for _, m := range marks {
		fmt.Fprintf(&b, "%s %s\n", m.Mark, m.P50)
	}
	return b.String(), nil
}

// exchanged reports whether two runs that have not the same fingerprint differ in
// causes that commits have exchanged, and in nothing else.
func (a keptRun) exchanged(b keptRun) bool {
	if a.Figures != b.Figures {
		return false
	}
	x, y, signs := maps.Clone(a.Lost), maps.Clone(b.Lost), false
	for _, e := range exchanges {
		if a.Lost[e.sign]+b.Lost[e.sign] == 0 {
			continue
		}
		signs = true
		for _, lost := range []map[string]int{x, y} {
			for _, cause := range e.causes[1:] {
				lost[e.causes[0]] += lost[cause]
				delete(lost, cause)
			}
		}
	}
	none := func(_ string, n int) bool { return n == 0 }
	maps.DeleteFunc(x, none)
	maps.DeleteFunc(y, none)
	return signs && maps.Equal(x, y)
}

func TestTheGuardToleratesExchangedCausesAndNothingElse(t *testing.T) {
	was := keptRun{Fingerprint: "a", Figures: "f", Lost: map[string]int{"stale-address": 3, "region-down": 4, "server-error": 5}}
	for _, c := range []struct {
		what    string
		now     keptRun
		sameRun bool
	}{
		{"one exchanged for the other", keptRun{"b", "f", map[string]int{"stale-address": 1, "region-down": 6, "server-error": 5}}, true},
		{"none of the new left", keptRun{"b", "f", map[string]int{"region-down": 7, "server-error": 5}}, true},
		{"one more is lost", keptRun{"b", "f", map[string]int{"stale-address": 3, "region-down": 5, "server-error": 5}}, false},
		{"another cause", keptRun{"b", "f", map[string]int{"stale-address": 3, "region-down": 3, "server-error": 6}}, false},
		{"another figure", keptRun{"b", "g", map[string]int{"stale-address": 3, "region-down": 4, "server-error": 5}}, false},
	} {
		assert.Equal(t, c.sameRun, was.exchanged(c.now), c.what)
	}
	without := keptRun{Fingerprint: "a", Figures: "f", Lost: map[string]int{"region-down": 4}}
	assert.False(t, without.exchanged(keptRun{"b", "f", map[string]int{"region-down": 4}}), "a run without the cause keeps its fingerprint")
}

func TestTheGuardKeepsFiguresAndMarks(t *testing.T) {
	text := `{"requests":{"failed":1},"phases":[{"mark":"alarm","p50":7}]`
	for i, name := range keptFigures {
		text += fmt.Sprintf(`,%q:{"mean":%d,"n":1}`, name, i)
	}
	got, err := keptFiguresOf([]byte(text + "}"))
	require.NoError(t, err)
	assert.Contains(t, got, "availability 0\n")
	assert.Contains(t, got, "lb_minutes_lost 8\nalarm 7\n")
	_, err = keptFiguresOf([]byte(`{}`))
	assert.Error(t, err, "a figure that is gone is not the same")
}
