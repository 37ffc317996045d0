package study

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// A step that starts a service without something does nothing if that does not keep it
// from starting; an outage was written down with one, and the run said that it was done.
func TestAStepThatStartsNothingIsNamed(t *testing.T) {
	for _, c := range []struct {
		needs   []scenario.Need
		without string
		says    string
	}{
		{[]scenario.Need{{On: "proxies"}}, "", "outage: step bypass does nothing: kv needs anything at once, so that it fails and never stops, and there is nothing to start; with cached: 1s it stops, and people can have it go on without"},
		{[]scenario.Need{{On: "proxies"}, {On: "disk", ToStart: true}}, "proxies", "outage: step bypass does nothing: kv needs proxies at once, so that it fails and never stops, and there is nothing to start; with cached: 1s it stops, and people can have it go on without"},
		{[]scenario.Need{{On: "proxies"}}, "dashboard", "outage: step bypass starts kv without dashboard, which it does not need"},
		{[]scenario.Need{{On: "proxies", Cached: time.Second}}, "proxies", ""},
		{[]scenario.Need{{On: "proxies"}, {On: "disk", ToStart: true}}, "", ""},
	} {
		kv := scenario.NamedService{Name: "kv"}
		kv.Needs = c.needs
		i := &scenario.Incident{Name: "outage", People: scenario.People{Playbook: []policy.Step{{Name: "bypass", Do: policy.StartWithout, On: "kv", Without: c.without}}}}
		said := ""
		pointless([]scenario.NamedService{kv}, []*scenario.Incident{i}, func(format string, args ...any) { said += fmt.Sprintf(format, args...) })
		assert.Equal(t, c.says, said)
	}
}
