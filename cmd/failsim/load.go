package main

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

//go:embed scenarios/*.yaml
var embedded embed.FS

// defaultScenario is what compare runs without an argument.
const defaultScenario = "elb-2012"

// embeddedNames returns the names of the embedded scenarios.
func embeddedNames() []string {
	entries, err := embedded.ReadDir("scenarios")
	if err != nil {
		panic("failsim: the embedded scenarios cannot be listed: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// load reads a scenario: an embedded one by name, or a file.
func load(name string) (*scenario.Scenario, error) {
	content, err := embedded.ReadFile(path.Join("scenarios", name+".yaml"))
	file := name + ".yaml"
	if err != nil {
		file = name
		content, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, unreadable(name, err)
	}
	s, err := scenario.Read(file, content, strategies.All(), traces.Names()...)
	if err != nil {
		return nil, err
	}
	for i := range s.Workload {
		if t := &s.Workload[i].Trace; t.File != "" && !filepath.IsAbs(t.File) {
			t.File = filepath.Join(filepath.Dir(name), t.File)
		}
	}
	return s, nil
}

// tellOlder says in one line which older names a file has, and their new ones.
func tellOlder(c *cobra.Command, s *scenario.Scenario, quiet bool) {
	if s.Older != "" && !quiet {
		c.PrintErrln(s.Older)
	}
}

func unreadable(name string, err error) error {
	if info, statErr := os.Stat(name); statErr == nil && info.IsDir() {
		return usage("%s is a directory, not a scenario file", name)
	}
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\.`) {
		return usage("there is no scenario or file %q%s", name, hint(name, embeddedNames()))
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return usage("%s: %w", name, path.Err)
	}
	return badInput{err}
}
