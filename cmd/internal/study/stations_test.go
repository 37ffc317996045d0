package study

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stations is whose servers and queues are made where, and by what. It would be caught
// if one of them came to keep a queue of its own again, or if somebody new served who
// is not said here.
var stations = map[string]map[string]string{ // by package: what is made, and for whom
	"models/balancer":    {"station.InClosedForm": "backends", "station.NewQueue": "backends whose strategies say who is next", "station.Rated": "LBs' nodes and surge queues"},
	"models/control":     {"station.InClosedForm": "workers of a control plane"},
	"models/people":      {"station.Serve": "whoever does the steps of a playbook"},
	"models/queue":       {"station.Serve": "stations of queue files"},
	"models/reliability": {"station.InClosedForm": "repair crews"},
	"models/service":     {"station.NewQueue": "services that are asked"},
	"models/world":       {"station.NewWorks": "work queues: of herds, of APIs, of checkers"},
}

func TestWhoeverServesIsAStation(t *testing.T) {
	makes := regexp.MustCompile(`\bstation\.(?:New|InClosedForm|NewQueue|NewWorks|Serve)\(|\bstation\.Rated\b`)
	made := map[string]map[string]string{}
	for _, name := range goFiles(t) {
		if path.Dir(name) == "models/station" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		for _, found := range makes.FindAll(data, -1) {
			by, what := path.Dir(name), strings.TrimSuffix(string(found), "(")
			if made[by] == nil {
				made[by] = map[string]string{}
			}
			made[by][what] = stations[by][what]
		}
	}
	assert.Equal(t, stations, made)
}
