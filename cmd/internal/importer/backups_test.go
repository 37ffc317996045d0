package importer

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/config"
	"failsim/models/policy"
)

// A backup was counted among the servers that can do 150 % of the peak, so that the others
// were full with nothing broken; and the priced change of passive checks lost it.
func TestABackupIsNoCapacity(t *testing.T) {
	spare := config.Server{Address: "192.0.2.3:80"}
	spare.Values = map[string]config.Value{"backup": {Text: "yes"}}
	for _, program := range []string{"nginx", "haproxy"} {
		r := &config.Reading{Layers: []config.Layer{{Kind: config.Balancer, Program: program, Name: "app", Values: map[string]config.Value{},
			Servers: []config.Server{{Address: "192.0.2.1:80"}, {Address: "192.0.2.2:80"}, spare}}}}
		p := plan(t, r, "")
		findings := p.Findings()
		text := p.Scenario(findings)
		s := read(t, text)
		assert.Equal(t, 3, s.World.LB.BackendsPerZone)
		assert.Contains(t, text, "capacity: 225%", "two of three can do 150 %")
		for _, d := range s.Designs {
			assert.NotEmpty(t, d.Tenant[policy.FilteringSocket], "%s of %s keeps its backup", d.Name, program)
			assert.Contains(t, text, "backups: {last: 1")
		}
	}
}
