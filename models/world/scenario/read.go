package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"sync"

	"failsim/models/file"
	"failsim/models/policy"
)

// Read reads a scenario. name is that of the file in messages, strategies are those
// that designs may use, and traces are the names of the embedded traces; if
// there are none, names of traces are not checked. The error is *file.Errors.
func Read(name string, content []byte, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	return ReadWith(nil, name, content, nil, strategies, traces...)
}

// ReadWith reads a scenario that may name presets, as if it said something else in
// places. SHA256 is of the bytes that it has, with those of its bases, and of the edits.
func ReadWith(presets Presets, name string, content []byte, edits []file.Edit, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	return ReadOn(BesideIt, presets, name, content, edits, strategies, traces...)
}

// ReadOn is ReadWith of a scenario whose bases are found in a way.
func ReadOn(bases Bases, presets Presets, name string, content []byte, edits []file.Edit, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	r := newReader(strategies, traces)
	r.presets = presets
	on := bases.building(strategies)
	on.Shape = sync.OnceValue(func() *file.Shape { return Describe(nil, strategies) })
	s, all, err := file.ReadOn(on, name, content, edits, r.scenario)
	if err != nil {
		return nil, err
	}
	s.Text, s.Written = string(all), string(content)
	for _, e := range edits {
		all = append(all[:len(all):len(all)], "\n"+e.Path+"="+e.Value...)
	}
	sum := sha256.Sum256(all)
	s.SHA256 = hex.EncodeToString(sum[:])
	return &s, nil
}

// ReadFile reads the scenario in a file.
func ReadFile(path string, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Read(path, content, strategies, traces...)
}
