package scenario

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/strategies"
)

const founding = "../../../cmd/failsim/scenarios/elb-2012.yaml"

// The tests of the founding scenario check what was published, and that every
// part of the file arrives; its assumptions may change.

func readFounding(t *testing.T) *Scenario {
	t.Helper()
	s, err := ReadFile(founding, strategies.All(), "nasa-1995-07-13")
	require.NoError(t, err)
	return s
}

func TestTheFoundingScenarioSaysWhenWhereAndHowMuch(t *testing.T) {
	s := readFounding(t)
	assert.Equal(t, "elb-2012", s.Name)
	assert.True(t, s.Start.Equal(time.Date(2012, 12, 24, 20, 0, 0, 0, time.UTC)))
	assert.Equal(t, 26*time.Hour, s.Length)
	assert.Equal(t, 1.0, s.Weight)
	assert.Equal(t, Objectives{Availability: 0.9995, Latency: 10 * time.Second, Recovery: 10 * time.Minute, Hold: 15 * time.Minute}, s.Objectives)
	assert.Equal(t, SLAs{0.9999, 0.9999, 1}, s.SLAs)
	assert.Len(t, s.Workload, 4)
	assert.Equal(t, "europe", s.Workload[2].Location)
	assert.Equal(t, "nasa-1995-07-13", s.Workload[2].Trace.Name)
	assert.True(t, s.Workload[2].Trace.Repeat)
	assert.Positive(t, s.Workload[2].Trace.PerSecond)
	assert.Equal(t, 60e3, s.Service.AnswerBytes)
	assert.IsType(t, &distribution.Lognormal{}, s.Service.Time)
	assert.Len(t, s.Clients.Overstay, 3)
	assert.Equal(t, distribution.Constant(72*time.Hour), s.Clients.Overstay[2].Hold)
	digest, err := hex.DecodeString(s.SHA256)
	require.NoError(t, err)
	assert.Len(t, digest, 32)
}

func TestTheFoundingScenarioDescribesTheWorld(t *testing.T) {
	w := readFounding(t).World
	assert.Equal(t, []string{"us-east4", "europe-west1"}, []string{w.Providers[1].Regions[0].Name, w.Providers[1].Regions[1].Name})
	assert.Equal(t, -6*time.Hour, w.Locations[0].Clock)
	assert.Equal(t, 157*time.Millisecond, w.Locations[1].RTT["aws/us-west-2"])
	assert.Equal(t, Distance{[2]string{"aws/us-east-1", "aws/us-west-2"}, 72500 * time.Microsecond}, w.Distances[0])
	assert.Equal(t, policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 5 * time.Second, Unhealthy: 2, Healthy: 10}, w.LB.Check.ProbeTiming)
	assert.Positive(t, w.LB.Target)
	assert.Positive(t, w.ControlPlane.TouchesPerHour)
	assert.Positive(t, w.ControlPlane.ScaleWindow)
	assert.NotNil(t, w.ControlPlane.Work)
	assert.NotNil(t, w.CommonMode.For)
}

func TestTheFoundingScenarioTellsWhatGoesWrong(t *testing.T) {
	s := readFounding(t)
	state, region := s.Incidents[0], s.Incidents[1]
	assert.Equal(t, []Fault{{At: 24 * time.Minute, Kind: DeleteState, Region: "aws/us-east-1", Share: 0.25}}, state.Faults)
	assert.Equal(t, 26*time.Hour, state.Length)
	assert.Equal(t, 8*time.Hour, region.Length)
	assert.Equal(t, distribution.Constant(4*time.Hour), region.Faults[0].For)
	assert.Nil(t, region.People.Published)

	published, sampled := state.People.Published, state.People.Sampled
	assert.Equal(t, distribution.Constant(81*time.Minute), published.Notice)
	assert.Positive(t, published.MendPerHour)
	assert.Equal(t, []Restore{{distribution.Constant(283 * time.Minute), 0}, {distribution.Constant(5 * time.Hour), 1}}, published.Restores)
	assert.Equal(t, distribution.Constant(175*time.Minute), published.Merge)
	assert.Zero(t, published.ReplaySpeed)
	assert.Nil(t, sampled.Merge)
	assert.Positive(t, sampled.ReplaySpeed)
	assert.Equal(t, distribution.Constant(290*time.Minute), sampled.All)
}

func TestTheFoundingScenarioComparesDesigns(t *testing.T) {
	s := readFounding(t)
	design := map[string]Design{}
	for _, d := range s.Designs {
		design[d.Name] = d
	}
	assert.GreaterOrEqual(t, len(design), 9)

	single, healing := design["single-provider"], design["self-healing"]
	assert.Equal(t, []Endpoint{{Region: "aws/us-east-1", Capacity: 1.5, Rank: 1, Weight: 1, Backends: "aws/us-east-1"}}, single.Serve["americas"])
	assert.Equal(t, single.Serve, healing.Serve)
	assert.Equal(t, single.Tenant, healing.Tenant)
	assert.Equal(t, policy.Provider, healing.Buyer)
	assert.Equal(t, []string{"reconcile", "refuse-missing"}, strategyNames(healing.Provider["aws"][policy.HealingSocket]))
	assert.Nil(t, healing.Provider["gcp"])
	assert.Equal(t, 20.0, healing.Provider["aws"][policy.HealingSocket][0].Values.PerSecond("pace"), "its default")

	backoff := single.Tenant[policy.RetryingSocket][0].Values
	assert.Equal(t, 500*time.Millisecond, backoff.Duration("base"))
	assert.Equal(t, 0.2, backoff.Share("budget"))

	thin := design["isthmus"].Serve["americas"][1]
	assert.Equal(t, Endpoint{Region: "aws/us-west-2", Rank: 2, Weight: 1, Backends: "aws/us-east-1"}, thin)
	standby := design["active-passive-region"].Serve["americas"][1]
	assert.Positive(t, standby.GrowsIn)
	assert.Equal(t, "region", design["active-passive-region"].Tenant[policy.SteeringSocket][0].Values.Word("scope"))
	client := design["multi-provider-client"]
	assert.Equal(t, []string{"ranked-list"}, strategyNames(client.Tenant[policy.SendingSocket]))
	assert.Equal(t, single.Tenant[policy.BalancingSocket], client.Tenant[policy.BalancingSocket], "merged")
	assert.Equal(t, time.Minute, client.TTL)
}

func strategyNames(list []policy.Setting) (names []string) {
	for _, s := range list {
		names = append(names, s.Strategy.Name)
	}
	return names
}
