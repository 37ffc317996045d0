package scenario

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
	"failsim/models/id"
	"failsim/models/policy"
)

func TestTooManyNamesAreRefused(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	var places strings.Builder
	for i := range file.MostNames {
		fmt.Fprintf(&places, "    - {location: p%d, rtt: {aws/east: 30ms, aws/west: 60ms, gcp/north: 40ms}}\n", i)
	}
	_, err := Read("small.yaml", []byte(strings.Replace(small, "  locations:\n", "  locations:\n"+places.String(), 1)), stubs)
	require.ErrorContains(t, err, `location "home" is one too many: there are at most 1000`)
	var populations strings.Builder
	for i := range mostPopulations {
		fmt.Fprintf(&populations, "  - {population: p%d, location: home, users: 10, names: 1, trace: {name: nasa-1995-07-13, rate: 1/s}}\n", i)
	}
	_, err = Read("small.yaml", []byte(strings.Replace(small, "workload:\n", "workload:\n"+populations.String(), 1)), stubs)
	require.ErrorContains(t, err, "is one too many: there are at most 256")
}

func TestAFileThatIsNotThere(t *testing.T) {
	_, err := ReadFile("testdata/nowhere.yaml", stubs)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestAStrategyWithAWrongDefaultIsAMistakeOfOurs(t *testing.T) {
	small := must(os.ReadFile("testdata/small.yaml"))
	wrong := append([]policy.Strategy{{Name: "dns-answer", Socket: policy.SendingSocket, Params: []policy.Param{
		{Name: "wait", Kind: policy.DurationKind, Default: "5"},
	}}}, stubs...)
	assert.PanicsWithValue(t,
		`policy: default of parameter wait of strategy dns-answer: expected a duration like 5m, 2d, 1h30m or 72.5ms, found "5": a unit is missing`,
		func() { _, _ = Read("small.yaml", small, wrong) })
}

func TestEveryLawCanBeNamed(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	for _, text := range []string{
		"1m30s", "{uniform: {low: 1h, high: 1d}}", "{exponential: {mean: 4h}}", "{hyperexponential: {mean: 1s, cv: 2.5}}",
		"{lognormal: {median: 45m, sigma: 1}}", "{weibull: {scale: 30d, shape: 0.7}}", "{pareto: {low: 10m, shape: 1.2}}",
		"{bounded-pareto: {low: 10m, high: 10h, shape: 1}}",
		"{erlang: {mean: 4h, stages: 3}}", "{empirical: {values: [1s, 1s, 2m]}}",
	} {
		s, err := Read("small.yaml", []byte(strings.Replace(small, "time: 800ms", "time: "+text, 1)), stubs)
		require.NoError(t, err, text)
		assert.Equal(t, text, s.Service.Time.String())
	}
	s, err := Read("small.yaml", []byte(strings.Replace(small, "time: 800ms", "time: {constant: {value: 1s}}", 1)), stubs)
	require.NoError(t, err)
	assert.Equal(t, "1s", s.Service.Time.String())
}

func TestEveryKindOfFaultCanBeNamed(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	const old = "- {at: 24m, delete-state: {region: aws/east, share: 25%}}"
	var many []string
	for i := range faultKinds { // the last stands first, and comes last
		kind := faultKinds[len(faultKinds)-1-i].kind
		many = append(many, strings.Replace(ExampleOfFault(kind), "10m", strconv.Itoa(100-i)+"m", 1))
	}
	small = strings.Replace(small, old, "- "+strings.Join(many, "\n      - "), 1)
	small = strings.Replace(small, "world:\n", "world:\n  configurations: [{configuration: routes, of: aws/east/lbs, takes: 1m}]\n", 1)
	s, err := Read("small.yaml", []byte(small), stubs)
	require.NoError(t, err, "the example of each kind in faultkinds.go")
	var kinds []string
	for _, f := range s.Incidents[0].Faults {
		kinds = append(kinds, f.Kind)
	}
	assert.Equal(t, FaultKinds(), kinds, "in order of time")
	assert.Equal(t, id.Zone(1), s.Incidents[0].Faults[slices.Index(kinds, LoseZone)].Zone)
}

// A short form and the general form of the same fault are one fault, so that a
// scenario may say it either way and gets the same run.
func TestShortFormsOfFaultsAreFaultsInGeneral(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	const old = "- {at: 24m, delete-state: {region: aws/east, share: 25%}}"
	read := func(fault string) Fault {
		s, err := Read("small.yaml", []byte(strings.Replace(small, old, "- {at: 5m, "+fault+"}", 1)), stubs)
		require.NoError(t, err, fault)
		return s.Incidents[0].Faults[0]
	}
	for general, short := range map[string]string{
		"fail: {on: {region: aws/west}}":                                          "lose-region: {region: aws/west}",
		"fail: {on: {region: aws/west}, for: 1h}":                                 "lose-region: {region: aws/west, for: 1h}",
		"fail: {on: {region: aws/west, zone: 0}}":                                 "lose-zone: {region: aws/west, zone: 0}",
		"fail: {on: {provider: gcp}, for: 1h}":                                    "lose-provider: {provider: gcp, for: 1h}",
		"fail: {on: {region: aws/west}, as: process, for: 1h}":                    "lose-region: {region: aws/west, as: process, for: 1h}",
		"fail: {on: {region: aws/west}, share: 20%, factor: 4, error-after: 5ms}": "gray: {region: aws/west, share: 20%, factor: 4, error-after: 5ms}",
	} {
		a, b := read(general), read(short)
		a.Factor, b.Factor = max(1, a.Factor), max(1, b.Factor)
		assert.Equal(t, b, a, general)
	}
	assert.Nil(t, read("lose-region: {region: aws/west}").For, "to the end")
	f := read("fail: {on: {region: aws/west, zone: 1, backends: 2 of 3}, share: 5%}")
	assert.Equal(t, []any{Fail, "aws/west", id.Zone(1), 2, 3, 0.05}, []any{f.Kind, f.Region, f.Zone, f.First, f.Of, f.Share})
}
