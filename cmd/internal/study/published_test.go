package study

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
)

func TestTheFoundingIncidentAgreesWithItsAccounts(t *testing.T) {
	list, err := Founding(context.Background(), func() (*scenario.Scenario, error) { return founding(t, 1), nil }, 1, 6)
	require.NoError(t, err)
	require.Len(t, list, 10)
	for _, p := range list {
		assert.True(t, p.Passed, "%s: %v is not within %v and %v", p.What, p.Simulated, p.Low, p.High)
	}
}

func TestAWrongWorldDoesNotAgree(t *testing.T) {
	wrong := func() (*scenario.Scenario, error) {
		s := founding(t, 1)
		s.World.ControlPlane.TouchesPerHour *= 1.2
		return s, nil
	}
	list, err := Founding(context.Background(), wrong, 1, 2)
	require.NoError(t, err)
	assert.False(t, list[0].Passed, "a fifth more touches damage 8 %%")
}
