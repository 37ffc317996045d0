package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// oracles writes a directory of one file and returns its path.
func oracles(t *testing.T, content string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "mine.json"), []byte(content), 0o644))
	return dir
}

// twoRegions is a case of which a metric may be wrong.
func twoRegions(factor string) string {
	return `{"schema":"failover-oracles/1","cases":[
{"id":"two","kind":"region_loss_load_factor","status":"exact",
 "params":{"regions":{"value":2,"unit":"1"},"utilisation":{"value":0.5,"unit":"1"},"lost":{"value":1,"unit":"1"}},
 "expected":{"load_factor":{"value":` + factor + `,"unit":"1","calc_rel_tol":1e-9}}},
{"id":"moon","kind":"phase_of_the_moon","status":"exact","params":{},"expected":{"lit":{"value":1,"unit":"1","calc_rel_tol":0}}}]}`
}

func TestValidateAnswersYesOrNo(t *testing.T) {
	o := failsim("validate", "--oracles", oracles(t, twoRegions("2")))
	assert.Equal(t, statusDone, o.status, o.stderr)
	assert.Contains(t, o.stdout, "moon the whole case: unknown kind phase_of_the_moon", "it is listed by name")

	o = failsim("validate", "--oracles", oracles(t, twoRegions("3")))
	assert.Equal(t, statusNo, o.status)
	assert.Contains(t, o.stdout, "two load_factor (computed): expected 3, got 2")
	assert.Contains(t, o.stderr, "1 of 2 cases failed; inexpressible: moon")

	moon := `{"schema":"failover-oracles/1","cases":[{"id":"moon","kind":"phase_of_the_moon","status":"exact","params":{},"expected":{"lit":{"value":1,"unit":"1","calc_rel_tol":0}}}]}`
	o = failsim("validate", "--oracles", oracles(t, moon))
	assert.Equal(t, statusNo, o.status, "where nothing passed the answer is no")
	assert.Contains(t, o.stderr, "none of 1 cases passed; inexpressible: moon")
}

// Whatever is asked for that failsim cannot say is listed by name: a kind, a
// parameter, a distribution, a metric.
func TestValidateListsWhatItCannotExpress(t *testing.T) {
	number := func(x string) string { return `{"value":` + x + `,"unit":"1"}` }
	content := `{"schema":"failover-oracles/1","cases":[
{"id":"rings","kind":"consistent_hash_share","status":"exact","params":{"nodes":` + number("5") + `,"virtual_nodes":` + number("3") + `,"replicas":` + number("2") + `},
 "expected":{"mean_share":{"value":0.2,"unit":"1","calc_rel_tol":1e-9}}},
{"id":"new-metric","kind":"region_loss_load_factor","status":"exact","params":{"regions":` + number("2") + `,"utilisation":` + number("0.5") + `,"lost":` + number("1") + `},
 "expected":{"load_factor":{"value":2,"unit":"1","calc_rel_tol":1e-9},"mood":{"value":1,"unit":"1","calc_rel_tol":0}}},
{"id":"new-distribution","kind":"mg1_fcfs","status":"exact","params":{"lam":{"value":1,"unit":"1/s"},"service":{"dist":"levy","mean":0.1,"unit":"s"}},
 "expected":{"p_wait":{"value":0.1,"unit":"1","calc_rel_tol":1e-9}}},
{"id":"new-kind","kind":"tea_leaves","status":"exact","params":{},"expected":{"lit":{"value":1,"unit":"1","calc_rel_tol":0}}}]}`
	o := failsim("validate", "--oracles", oracles(t, content))
	assert.Equal(t, statusNo, o.status, "no case passed as a whole")
	for _, line := range []string{"rings the whole case: parameter replicas", "new-metric mood: no answer of that name",
		`new-distribution the whole case: distribution "levy"`, "new-kind the whole case: unknown kind tea_leaves"} {
		assert.Contains(t, o.stdout, line)
	}
}

func TestValidateRefusesWhatItCannotRead(t *testing.T) {
	for says, c := range map[string]struct{ content, stderr string }{
		"not JSON":       {"{\n \"schema\": failover}", "mine.json:2:14: invalid character"},
		"another schema": {`{"schema":"other/1","cases":[]}`, `schema is "other/1", not "failover-oracles/1"`},
		"an id twice":    {strings.Replace(twoRegions("2"), `"id":"moon"`, `"id":"two"`, 1), "case two: the same id is in"},
		"another type":   {"{\"schema\":\"failover-oracles/1\",\n\"cases\":[{\"id\":7}]}", "mine.json:2:"},
	} {
		o := failsim("validate", "--oracles", oracles(t, c.content))
		assert.Equal(t, statusBadInput, o.status, says)
		assert.Contains(t, o.stderr, c.stderr, says)
		assert.Empty(t, o.stdout, says)
	}
	assert.Equal(t, statusBadInput, failsim("validate", "--oracles", "no/such/directory").status)
	assert.Equal(t, statusBadInput, failsim("validate", "--oracles", t.TempDir()).status, "no cases in it")
	o := failsim("validate", "--kind", "mm2")
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, `did you mean "mm1"?`)
}

func TestValidateJSONIsTheSameWhateverTheJobs(t *testing.T) {
	dir := oracles(t, twoRegions("2"))
	one := failsim("validate", "--oracles", dir, "--json", "--jobs", "1")
	two := failsim("validate", "--oracles", dir, "--json", "--jobs", "2")
	assert.Equal(t, one.stdout, two.stdout)
	var report struct {
		Schema string
		Cases  []struct{ ID, Kind, How, Status string }
	}
	require.NoError(t, json.Unmarshal([]byte(one.stdout), &report))
	assert.Equal(t, "failsim/validate/1", report.Schema)
	require.Len(t, report.Cases, 2)
	assert.Equal(t, "passed", report.Cases[0].Status)
	assert.Equal(t, "inexpressible", report.Cases[1].Status)
}
