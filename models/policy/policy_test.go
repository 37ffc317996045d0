package policy_test

import (
	"testing"
	"time"

	"failsim/models/policy"

	"github.com/stretchr/testify/assert"
)

func TestHealingIsTheProvidersAndSteeringTheTenants(t *testing.T) {
	for socket, owner := range map[policy.Socket]policy.Owner{
		policy.SteeringSocket: policy.Tenant, policy.SendingSocket: policy.Tenant, policy.RetryingSocket: policy.Tenant,
		policy.BalancingSocket: policy.Tenant, policy.FilteringSocket: policy.Tenant, policy.HealingSocket: policy.Provider, policy.OperatingSocket: policy.Provider,
		policy.GatingSocket: policy.Provider,
	} {
		assert.Equal(t, owner, policy.OwnerOf(socket), "%s", socket)
	}
}

func TestParametersAreReadByNameAndKind(t *testing.T) {
	v := policy.Values{"wait": {Duration: time.Second}, "share": {Number: 0.4}, "n": {Number: 3}, "pace": {Number: 20}, "factor": {Number: 5.5}, "scope": {Word: "name"}}
	assert.Equal(t, time.Second, v.Duration("wait"))
	assert.Equal(t, 0.4, v.Share("share"))
	assert.Equal(t, 3, v.Count("n"))
	assert.Equal(t, 20.0, v.PerSecond("pace"))
	assert.Equal(t, 5.5, v.Factor("factor"))
	assert.Equal(t, "name", v.Word("scope"))
	assert.PanicsWithValue(t, `policy: a strategy asks for parameter "wiat", which it does not declare`, func() { v.Duration("wiat") })
}
