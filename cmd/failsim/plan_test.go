package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every size of the standby, run equally often, says the same as the search does.
func TestAPlanFindsWhatTheGridSays(t *testing.T) {
	o := failsim("plan", tiny, "--designs", "standby", "--incident", "region-loss", "--require", "availability >= 85%", "--json", "--quiet",
		"--vary", "designs/standby/serve/home/1/capacity=10%,30%,60%,100%,150%,200%", "--most", "48")
	require.Equal(t, statusDone, o.status, o.stderr)
	var r struct {
		Best struct {
			Values map[string]string `json:"values"`
		} `json:"best"`
		Sure       float64 `json:"sure"`
		Candidates []struct {
			Why     string            `json:"why"`
			Verdict string            `json:"verdict"`
			Values  map[string]string `json:"values"`
		} `json:"candidates"`
		Tested int `json:"candidates_tested"`
	}
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &r))
	found := r.Best.Values["1/capacity"]
	assert.NotEmpty(t, found)
	assert.Greater(t, r.Sure, 0.8)
	// The grid says the same: the least capacity whose availability reaches 85 %.
	out := outIn(t)
	failsim("sweep", tiny, "--designs", "standby", "--incident", "region-loss", "--replications", "48", "--figures", "availability", "--out", out, "--quiet",
		"--vary", "designs/standby/serve/home/1/capacity=10%,30%,60%,100%,150%,200%").requireDone(t)
	least := ""
	for _, row := range rowsOf(t, out+"/sweep.csv") {
		if row["figure"] == "availability" && row["population"] == "" && least == "" && row["value"] >= "0.85" {
			least = row["designs/standby/serve/home/1/capacity"]
		}
	}
	assert.Equal(t, map[string]string{"10%": "0.1", "30%": "0.3", "60%": "0.6", "100%": "1", "150%": "1.5", "200%": "2"}[found], least)
}

func TestAPlanThatCannotBeIsRefusedOrAnsweredNo(t *testing.T) {
	for _, c := range []struct {
		args    []string
		status  int
		message string
	}{
		{[]string{"--require", "availability >= 101%"}, statusBadInput, "it is a share, from 0% to 100%"},
		{[]string{"--require", "availability >= 101%"}, statusBadInput, "failsim: --require: column 17"},
		{[]string{"--require", "objective"}, statusBadInput, `failsim: --require "objective": no such file`},
		{[]string{"--require", "availability(stand*, nowhere-*) >= 9%"}, statusBadInput, `no population, design or incident that is run fits "nowhere-*"`},
		{[]string{"--lose", "planet"}, statusBadInput, `--lose: unknown word "planet"; there are zone, region, provider`},
		{[]string{"--vary", "DESIGN/dns/tll=1m"}, statusBadInput, `unknown key "tll" in dns; did you mean "ttl"?`},
		{[]string{"--designs", "singel"}, statusBadInput, `unknown design "singel"; did you mean "single"?`},
		{[]string{"--designs", "single", "--incident", "region-loss", "--require", "availability >= 99.9%"}, statusNo, "no candidate meets what is required"},
		{[]string{"--designs", "single", "--incident", "state-loss", "--lose", "region", "--require", "availability >= 99.9%", "--vary", "DESIGN/dns/ttl=1m,30s"}, statusNo, "no candidate meets what is required"},
	} {
		o := failsim(append([]string{"plan", tiny, "--quiet"}, c.args...)...)
		assert.Equal(t, c.status, o.status, o.stderr)
		assert.Contains(t, o.stderr, c.message)
	}
}
