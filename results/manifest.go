package results

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
)

// ManifestSchema names the manifest of a result directory. A directory without
// it is not ours and is never replaced.
const ManifestSchema = "failsim/manifest/1"

// Manifest says how a result came to be and what it consists of: everything
// needed to make it again, and nothing that differs when it is, such as the
// time of day.
type Manifest struct {
	Schema       string   `json:"schema"`
	Tool         Tool     `json:"tool"`
	Command      []string `json:"command"` // the arguments that matter
	Scenario     Source   `json:"scenario"`
	Seed         uint64   `json:"seed"`
	Replications int      `json:"replications"`
	Incidents    string   `json:"incidents"` // which incidents were run, in the caller's words
	RNG          string   `json:"rng"`
	Fingerprint  string   `json:"fingerprint"`
	Inputs       []Input  `json:"inputs"`
	Files        []Source `json:"files"` // in the order of writing
}

// Tool is what made a result.
type Tool struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

// Source names some bytes.
type Source struct {
	Name   string `json:"name"`
	Schema string `json:"schema,omitempty"` // of a result's file: what it holds, and in which version
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes,omitempty"`
}

// NewSource returns the name, hash and size of some bytes.
func NewSource(name string, data []byte) Source {
	h := sha256.Sum256(data)
	return Source{Name: name, SHA256: hex.EncodeToString(h[:]), Bytes: int64(len(data))}
}

// Is reports whether some bytes are those that a source names.
func (s Source) Is(data []byte) bool {
	now := NewSource(s.Name, data)
	return now.SHA256 == s.SHA256 && (s.Bytes == 0 || now.Bytes == s.Bytes) // a scenario's source has no size
}

// NewTool returns this program.
func NewTool(version string) Tool {
	return Tool{Version: version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
}

// RNGScheme names how random numbers are drawn (sim.Key). Results of another
// scheme cannot be repeated byte for byte.
const RNGScheme = "splitmix64-keyed/1"

// JSON returns the manifest as manifest.json holds it.
func (m Manifest) JSON() ([]byte, error) {
	m.Schema = ManifestSchema
	if m.RNG == "" {
		m.RNG = RNGScheme
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	return append(b, '\n'), nil
}

// ReadManifest reads manifest.json and refuses one that is not ours.
func ReadManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("manifest.json: %w", err)
	}
	if m.Schema != ManifestSchema {
		return m, fmt.Errorf("manifest.json: schema %q is not %q", m.Schema, ManifestSchema)
	}
	return m, nil
}
