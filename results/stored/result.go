package stored

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"failsim/results"
)

// Result is a result directory, or a summary.json alone.
type Result struct {
	Path     string
	Summary  Head
	Figures  []Figure
	Runs     *Table            // nil without replications.csv
	Manifest *results.Manifest // nil without manifest.json
	Scenario []byte            // the file; empty without scenario.yaml
}

// Head is what summary.json says of the whole.
type Head struct {
	Scenario     string          `json:"scenario"`
	Seed         uint64          `json:"seed"`
	Replications int             `json:"replications"`
	Fingerprint  string          `json:"fingerprint"`
	Inputs       []results.Input `json:"inputs"`
}

// Open reads a result directory, or a summary.json.
func Open(path string) (*Result, error) {
	r := &Result{Path: path}
	info, err := os.Stat(path)
	if err != nil {
		return nil, named(path, err)
	}
	file := path
	if info.IsDir() {
		file = filepath.Join(path, "summary.json")
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no summary.json: is it a result of failsim?", path)
	}
	if err != nil {
		return nil, named(file, err)
	}
	if r.Figures, err = FiguresIn(data); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := json.Unmarshal(data, &r.Summary); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if !info.IsDir() {
		return r, nil
	}
	return r, r.beside(path)
}

// beside reads what else a directory holds.
func (r *Result) beside(folder string) error {
	var err error
	file := filepath.Join(folder, "manifest.json")
	switch data, err := os.ReadFile(file); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return named(file, err)
	default:
		m, err := results.ReadManifest(data)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		r.Manifest = &m
	}
	file = filepath.Join(folder, "scenario.yaml")
	if r.Scenario, err = os.ReadFile(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return named(file, err)
	}
	file = filepath.Join(folder, "replications.csv")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return named(file, err)
	}
	if r.Runs, err = ReadRuns(bytes.NewReader(data)); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// named is an error of the system in the words of the user's path.
func named(path string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}
