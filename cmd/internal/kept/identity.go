package kept

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
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
	Flags     []string `json:"flags"`   // others that a run depends on
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
	case !slices.Equal(id.Flags, other.Flags):
		return fmt.Sprintf("made with %s, not with %s", flags(other.Flags), flags(id.Flags))
	}
	return ""
}

// DiffersAsShard says in what two shards are not of one study.
func (id *Identity) DiffersAsShard(other *Identity) string {
	if len(id.Command) > 0 && len(other.Command) > 0 && id.Command[0] != other.Command[0] {
		return fmt.Sprintf("of failsim %s, not failsim %s", other.Command[0], id.Command[0])
	}
	if what := id.Differs(other); what != "" {
		return what
	}
	if id.Of != other.Of {
		return fmt.Sprintf("of a study in %d shards, not in %d", other.Of, id.Of)
	}
	if !slices.Equal(id.Command, other.Command) {
		return fmt.Sprintf("of failsim %s, not failsim %s", strings.Join(other.Command, " "), strings.Join(id.Command, " "))
	}
	return ""
}

func flags(list []string) string {
	if len(list) == 0 {
		return "none of those flags"
	}
	return strings.Join(list, " ")
}

// line is the identity as JSON, and its checksum.
func (id *Identity) line() []byte {
	data, err := json.Marshal(id)
	if err != nil {
		panic("kept: an identity is no JSON: " + err.Error())
	}
	return fmt.Appendf(data, " %08x\n", crc32.ChecksumIEEE(data))
}

func readIdentity(line []byte) (id Identity, err error) {
	at := bytes.LastIndexByte(line, ' ')
	if at < 0 {
		return id, errChecksum
	}
	data, sum := line[:at], line[at+1:]
	if string(sum) != fmt.Sprintf("%08x\n", crc32.ChecksumIEEE(data)) {
		return id, errChecksum
	}
	return id, json.Unmarshal(data, &id)
}
