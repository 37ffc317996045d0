package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAMistypedWordIsRefusedWithTheNearest(t *testing.T) {
	for _, c := range []struct{ args, message string }{
		{"cmopare", `unknown command "cmopare" of failsim; did you mean "compare"?`},
		{"fly", `unknown command "fly" of failsim; there are calibrate, check, …`},
		{"trace inof x", `unknown command "inof" of failsim trace; did you mean "info"?`},
		{"help cehck", `unknown command "cehck" of failsim; did you mean "check"?`},
		{"--versoin", `unknown flag --versoin; did you mean --version?`},
		{"compare --desings single", `unknown flag --desings; did you mean --designs?`},
		{"compare --runs 4", `unknown flag --runs; did you mean --replications?`},
		{"compare --fast", `unknown flag --fast; failsim compare --help lists the flags`},
		{"compare -x", `unknown shorthand flag: 'x' in -x; failsim compare --help lists the flags`},
		{"compare elb2012", `there is no scenario or file "elb2012"; did you mean "elb-2012"?`},
		{"compare --designs slef-healing", `unknown design "slef-healing"; did you mean "self-healing"?`},
		{"compare --designs single-provider,isthmsu", `unknown design "isthmsu"; did you mean "isthmus"?`},
		{"compare --designs rr", `unknown design "rr"; there are single-provider, kill-switch, two-person, tested-restore, self-healing, active-passive, active-passive-region, isthmus, multi-provider-dns, multi-provider-client`},
		{"compare --incident gcp-regionloss", `--incident: unknown word "gcp-regionloss"; did you mean "gcp-region-loss"?`},
		{"compare --incident smapled", `--incident: unknown word "smapled"; did you mean "sampled"?`},
		{"compare --trace " + tiny + " --format cfl", tiny + `: unknown trace format "cfl"; did you mean "clf"? (known: haproxy-http, …`},
		{"list scenrios", `unknown word "scenrios"; did you mean "scenarios"?; …`},
		{"run elb-2012 --design isthmsu", `unknown design "isthmsu"; did you mean "isthmus"?`},
		{"run elb-2012 --design isthmus --incident gcp", `--incident: unknown word "gcp"; there are published, sampled, elb-state-loss, gcp-region-loss`},
	} {
		t.Run(c.args, func(t *testing.T) {
			out := outIn(t)
			args := strings.Fields(c.args)
			if args[0] == "compare" {
				args = append(args, "--out", out)
			}
			failsim(args...).assertRefused(t, "failsim: "+c.message, out)
		})
	}
}

func TestAValueThatMakesNoSenseIsRefused(t *testing.T) {
	for _, c := range []struct{ args, message string }{
		{"compare --replications 0", `--replications 0: from 1 to 1000000`},
		{"compare --replications twenty", `--replications "twenty": not a whole number`},
		{"compare --jobs -1", `--jobs -1: at least 1, or 0 for one for each core`},
		{"compare --seed -1", `--seed "-1": not a whole number from 0`},
		{"validate --incidents --computed", `--incidents goes without --oracles, --kind and --computed: it answers no cases`},
		{"check --seed 1", `unknown flag --seed; failsim check --help lists the flags`},
		{"run elb-2012 --design", `flag needs an argument: --design; failsim run --help lists the flags`},
		{"compare --json=perhaps", `--json "perhaps": not true or false`},
		{"compare --skip-bad 3", `--skip-bad goes with --trace FILE`},
		{"compare --repeat --whole", `--whole goes with --trace FILE`},
		{"compare --trace x.log --skip-bad -1", `--skip-bad -1: the number of lines cannot be negative`},
		{"compare --trace x.log --from 30/06/1998", `--from "30/06/1998": not a day such as 1998-06-30`},
		{"compare a b", `accepts at most 1 arg(s), received 2; usage: failsim compare [SCENARIO] [flags]`},
		{"check", `requires at least 1 arg(s), only received 0; usage: failsim check SCENARIO... [flags]`},
		{"list everything", `unknown word "everything"; there are scenarios, designs, traces, formats, strategies, presets, faults; usage: failsim list [scenarios | designs | traces | formats | strategies | presets | faults] [flags]`},
		{"trace info", `requires at least 1 arg(s), only received 0; usage: failsim trace info FILE... [flags]`},
		{"run elb-2012", `run needs --design NAME; failsim list shows the designs`},
		{"run elb-2012 --design isthmus --replication -1", `--replication -1: from 0`},
		{"run elb-2012 --design isthmus --incident elb-state-loss,gcp-region-loss", `run follows one incident, not 2`},
		{"run elb-2012 --design isthmus --incident elb-state-loss --incident gcp-region-loss", `run follows one incident, not 2`},
		{"compare --incident published --incident sampled", `--incident: people's durations are either published or sampled, not both`},
	} {
		t.Run(c.args, func(t *testing.T) {
			out := outIn(t)
			args := strings.Fields(c.args)
			if args[0] == "compare" {
				args = append(args, "--out", out)
			}
			failsim(args...).assertRefused(t, "failsim: "+c.message, out)
		})
	}
}

func TestABadScenarioIsRefusedWithPlaceLineAndNearestWord(t *testing.T) {
	for _, c := range []struct{ what, from, to, message string }{
		{"an unknown key", "names: 4", "nmaes: 4", `FILE:12:5: unknown key "nmaes" in population; did you mean "names"? (valid: …`},
		{"a wrong unit", "timeout: 8s", "timeout: 8kg", `FILE:14:12: expected a duration like 5m, 2d, 1h30m or 72.5ms, found "8kg": there is no unit "kg", only w, d, h, m, s, ms, us and ns`},
		{"a number without a unit", "timeout: 8s", "timeout: 8", `FILE:14:12: expected a duration like 5m, 2d, 1h30m or 72.5ms, found "8": a unit is missing`},
		{"a negative rate", "rate: 2/s", "rate: -2/s", `FILE:10:42: expected a rate like 40/s, 2k/s, 120/min or 0.0685/h, found "-2/s": it must not be negative`},
		{"a share above all of it", "share: 50%", "share: 150%", `FILE:49:58: "150%" must be at most 100%`},
		{"an unknown strategy", "healing: [overwrite]", "healing: [overwirte]", `FILE:78:33: unknown strategy "overwirte" for healing; did you mean "overwrite"? (valid: …`},
		{"a parameter that a strategy does not have", "attempts: 3", "atempts: 3", `FILE:76:29: unknown key "atempts" in backoff; did you mean "attempts"? (valid: …`},
		{"a region that does not exist", "lose-region: {region: aws/east", "lose-region: {region: aws/esat", `FILE:68:40: unknown region "aws/esat"; did you mean "aws/east"? (valid: aws/east, aws/west)`},
		{"a fault that does not exist", "lose-region: {region", "loose-region: {region", `FILE:68:18: unknown key "loose-region" in fault; did you mean "lose-region"? (valid: …`},
		{"a trace that is not embedded", "name: nasa-1995-07-13", "name: nasa-1995-07-31", `FILE:10:19: unknown trace "nasa-1995-07-31"; did you mean "nasa-1995-07-13"? (valid: …`},
		{"a design that is like no other", "like: single", "like: singel", `FILE:80:11: unknown design "singel"; did you mean "single"? (valid: single)`},
		{"a time after the end", "{at: 2m, lose-region", "{at: 2h, lose-region", `FILE:68:14: "2h" must be earlier than the incident's end`},
		{"a key twice", "    names: 4", "    names: 4\n    names: 4", `FILE:13:5: key "names" stands here for the second time; the first is in line 12`},
	} {
		t.Run(c.what, func(t *testing.T) {
			out := outIn(t)
			path := edited(t, c.from, c.to)
			for _, args := range [][]string{{"compare", path, "--out", out}, {"check", path}, {"run", path, "--design", "single"}} {
				o := failsim(args...)
				o.stderr = strings.ReplaceAll(o.stderr, path, "FILE")
				o.assertRefused(t, c.message, out)
			}
		})
	}
}

func TestAllMistakesInAllScenariosAreReportedAtOnce(t *testing.T) {
	one := edited(t, "timeout: 8s", "timeuot: 8s")
	two := edited(t, "users: 100", "users: none")
	o := failsim("check", one, tiny, two, "absent.yaml")
	assert.Equal(t, statusBadInput, o.status)
	assert.Equal(t, content(t, "testdata/check.golden"), o.stdout, "the one without mistakes is checked all the same")
	for _, want := range []string{one + ":14:3: ", `did you mean "timeout"?`, two + ":11:12: ", "failsim: absent.yaml: no such file or directory\n"} {
		assert.Contains(t, o.stderr, want)
	}
}

func TestAScenarioThatCannotBeReadIsRefused(t *testing.T) {
	folder := t.TempDir()
	for _, c := range []struct{ path, message string }{
		{filepath.Join(folder, "absent.yaml"), ": no such file or directory"},
		{folder, " is a directory, not a scenario file"},
		{tiny + "/x.yaml", ": not a directory"},
	} {
		out := outIn(t)
		failsim("compare", c.path, "--out", out).assertRefused(t, "failsim: "+c.path+c.message, out)
	}
}

func TestAPlaceForTheResultThatWillNotDoIsRefusedBeforeTheWork(t *testing.T) {
	folder := t.TempDir()
	notes := filepath.Join(folder, "notes.txt")
	require.NoError(t, os.WriteFile(notes, []byte("mine"), 0o600))
	foreign := filepath.Join(folder, "foreign")
	require.NoError(t, os.MkdirAll(foreign, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(foreign, "manifest.json"), []byte(`{"schema":"another/1"}`), 0o600))
	before := files(t, folder)
	for _, c := range []struct{ what, out, message string }{
		{"a file in the way", notes, ": is there and is no directory"},
		{"a place below a file", filepath.Join(notes, "out"), ": not a directory"},
		{"a directory of another's", folder, ": is there and holds no manifest.json of failsim; it is not replaced"},
		{"a directory with another's manifest", foreign,
			`: is there and not a result of failsim (manifest.json: schema "another/1" is not "failsim/manifest/1"); it is not replaced`},
	} {
		t.Run(c.what, func(t *testing.T) {
			o := quickly(c.out)
			assert.Equal(t, outcome{status: statusBadInput, stderr: "failsim: --out: " + c.out + c.message + "\n"}, o)
			assert.Equal(t, before, files(t, folder), "nothing has changed")
		})
	}
	assert.Equal(t, outcome{status: statusBadInput, stderr: "failsim: --out: ..: a result directory needs a name of its own\n"}, quickly(".."))
}
