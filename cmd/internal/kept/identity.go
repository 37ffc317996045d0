package kept

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Identity says whose runs a file holds: everything that a run depends on, and
// what the whole study is.
type Identity struct {
	Version   string   `json:"version"` // of failsim, with the commit
	Scenario  string   `json:"scenario"`
	SHA256    string   `json:"scenario_sha256"`
	Seed      uint64   `json:"seed"`
	Sampled   bool     `json:"sampled"`
	Inputs    []string `json:"inputs"`  // hashes of the traces
	Command   []string `json:"command"` // of the study, without the shard
	Shard, Of int      `json:",omitempty"`
}

// Differs says in what other runs are of something else; "" if in nothing that a
// run depends on.
func (id *Identity) Differs(other *Identity) string {
	switch {
	case id.Scenario != other.Scenario:
		return fmt.Sprintf("of scenario %s, not %s", other.Scenario, id.Scenario)
	case id.SHA256 != other.SHA256:
		return fmt.Sprintf("of another text of scenario %s", id.Scenario)
	case id.Seed != other.Seed:
		return fmt.Sprintf("of seed %d, not %d", other.Seed, id.Seed)
	case id.Sampled != other.Sampled:
		return "of other durations of what people do (--incident published or sampled)"
	case id.Version != other.Version:
		return fmt.Sprintf("of failsim %s, not %s", other.Version, id.Version)
	case !slices.Equal(id.Inputs, other.Inputs):
		return "of another trace"
	}
	return ""
}

// DiffersAsShard says in what two shards are not of one study.
func (id *Identity) DiffersAsShard(other *Identity) string {
	if what := id.Differs(other); what != "" {
		return what
	}
	if id.Of != other.Of {
		return fmt.Sprintf("one of %d shards, not of %d", other.Of, id.Of)
	}
	if !slices.Equal(id.Command, other.Command) {
		return fmt.Sprintf("of failsim %s, not failsim %s", strings.Join(other.Command, " "), strings.Join(id.Command, " "))
	}
	return ""
}

func (id *Identity) line() []byte {
	data, err := json.Marshal(id)
	if err != nil {
		panic("kept: an identity is no JSON: " + err.Error())
	}
	return append(data, '\n')
}
