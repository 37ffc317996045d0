package study

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

func embedded(name string) (*scenario.Scenario, error) {
	path := filepath.Join(root, "cmd/failsim/scenarios", name+".yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return scenario.Read(path, content, strategies.All(), traces.Names()...)
}

// library are the accounts that failsim validate --incidents holds.
func library(t *testing.T) (list []AccountOf) {
	folder := filepath.Join(root, "cmd/failsim/accounts")
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		require.NoError(t, err)
		a, err := ReadAccount(e.Name(), content)
		require.NoError(t, err)
		list = append(list, a)
	}
	return list
}

func TestIncidentsAgreeWithTheirAccounts(t *testing.T) {
	list, err := Incidents(context.Background(), embedded, library(t), 1, 2)
	require.NoError(t, err)
	for _, a := range list {
		require.NotEmpty(t, a.Cannot, a.Scenario)
		for _, p := range a.Figures {
			assert.True(t, p.Simulated >= p.Low-1e-9 && p.Simulated <= p.High+1e-9, "%s: %s: %v is not within %v and %v", a.Scenario, p.What, p.Simulated, p.Low, p.High)
		}
	}
}

// Without what keeps DynamoDB down, the accounts do not fit: servers that are told
// their memberships in time, whoever asks.
func TestAWorldThatHealsDoesNotAgree(t *testing.T) {
	list, err := Incidents(context.Background(), func(name string) (*scenario.Scenario, error) {
		s, err := embedded(name)
		for i := range s.Designs {
			for k := range s.Designs[i].Queues {
				s.Designs[i].Queues[k].Workers *= 10
			}
		}
		return s, err
	}, library(t), 1, 1)
	require.NoError(t, err)
	of := func(scenario string) []Published {
		return list[slices.IndexFunc(list, func(a Account) bool { return a.Scenario == scenario })].Figures
	}
	assert.False(t, of("dynamodb-2015")[1].Passed)
	assert.True(t, of("facebook-2021")[0].Passed, "what is second-hand fails nobody")
}

// A playbook may only do what is said of the incident: pausing, adding, letting in.
func TestTheIncidentsAreDataAlone(t *testing.T) {
	s, err := embedded("dynamodb-2015")
	require.NoError(t, err)
	var does []policy.Action
	for _, step := range s.Incidents[0].People.Playbook {
		does = append(does, step.Do)
	}
	assert.Equal(t, []policy.Action{policy.PauseQueue, policy.Add, policy.ResumeQueue}, does)
}
