package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/strategies"
)

func TestExplainTellsOfEveryStrategy(t *testing.T) {
	for _, s := range strategies.All() {
		r := failsim("explain", s.Name)
		assert.Equal(t, 0, r.status, s.Name)
		for _, want := range []string{s.About, s.Used, string(s.Socket), strings.Split(s.Hazard, "; ")[0]} {
			assert.Contains(t, r.stdout, want, s.Name)
		}
		for _, p := range s.Params {
			assert.Contains(t, r.stdout, p.Name+": "+p.Default, s.Name)
			assert.Contains(t, r.stdout, p.About, s.Name)
		}
	}
}

func TestExplainNamesTheNearestWord(t *testing.T) {
	r := failsim("explain", "maglef")
	assert.Equal(t, 2, r.status)
	assert.Contains(t, r.stderr, "maglev")
	assert.Equal(t, 2, failsim("explain").status)
	assert.Contains(t, failsim("explain", "gray").stdout, "a kind of fault")
	assert.Contains(t, failsim("explain", "gray").stdout, "share: 5%")
}

func TestListStrategiesIsALineEach(t *testing.T) {
	r := failsim("list", "strategies")
	for _, s := range strategies.All() {
		assert.Contains(t, r.stdout, "\n  "+s.Name+" ")
	}
}
