package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
)

// Bases finds the scenario that another names as its base; from is the file that
// names it.
type Bases func(name, from string) (file string, content []byte, err error)

// BesideIt finds a base beside the file that names it, with or without .yaml.
func BesideIt(name, from string) (string, []byte, error) {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(from), name)
	}
	for _, path := range []string{path, path + ".yaml"} {
		content, err := os.ReadFile(path)
		if err == nil {
			return path, content, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", nil, err
		}
	}
	return "", nil, fmt.Errorf("there is no file %s or %s.yaml", path, path)
}

// building says how a scenario builds on another: what it is called, and what it is
// about, are its own.
func (b Bases) building(strategies []policy.Strategy) *file.Building {
	return &file.Building{Find: b, Own: []string{"scenario", "about"}, Name: map[string]string{
		"workload": "population", "kinds": "kind",
		"providers": "provider", "regions": "region", "locations": "location",
		"services": "service", "queues": "queue", "stocks": "stock", "herds": "herd", "configurations": "configuration", "data": "data", "replicas": "replica",
		"incidents": "incident", "playbook": "step", "designs": "design", "checkers": "checker",
	}, Older: olderKeys(strategies), Means: meanings(strategies), Kin: Kin(), Named: named(strategies)}
}

// olderKeys are what keys were called before, and strategies' parameters with them.
func olderKeys(strategies []policy.Strategy) map[string][]string {
	older := map[string][]string{"places": {"locations", "queue-capacity", "instances"}, "place": {"location"}, "who": {"team"},
		"choosing": {string(policy.SendingSocket)}, "lbs-damaged": {"lbs-misconfigured"}}
	for _, s := range strategies {
		for _, p := range s.Params {
			if p.Was != "" && !slices.Contains(older[p.Was], p.Name) {
				older[p.Was] = append(older[p.Was], p.Name)
			}
		}
	}
	return older
}
