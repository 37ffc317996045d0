package kept

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Runs are taken for those of another study in nothing that a run depends on.
func TestRunsOfAnythingElseAreTold(t *testing.T) {
	made := Identity{Version: "v1", Scenario: "s", SHA256: "a", Seed: 1, Inputs: []string{"x"}, Flags: []string{"--from=1998-06-30"}, Command: []string{"compare", "s"}}
	assert.Empty(t, made.Differs(&made))
	for says, change := range map[string]func(*Identity){
		"of scenario r, not s":          func(id *Identity) { id.Scenario = "r" },
		"of another text of scenario s": func(id *Identity) { id.SHA256 = "b" },
		"of seed 2, not 1":              func(id *Identity) { id.Seed = 2 },
		"of failsim v2, not v1":         func(id *Identity) { id.Version = "v2" },
		"of another trace":              func(id *Identity) { id.Inputs = nil },
		"made with none of those flags, not with --from=1998-06-30":              func(id *Identity) { id.Flags = nil },
		"of other durations of what people do (--incident published or sampled)": func(id *Identity) { id.Sampled = true },
	} {
		other := made
		change(&other)
		assert.Equal(t, says, made.Differs(&other))
	}
	longer := made
	longer.Command = []string{"compare", "s", "--replications=9"}
	assert.Empty(t, made.Differs(&longer), "a longer study may go on with the runs of a shorter one")
	assert.NotEmpty(t, made.DiffersAsShard(&longer), "but a shard of it is none of the other's")
}
