package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"

	"github.com/spf13/cobra"
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

// load reads a scenario: an embedded one by name, or a file. Relative paths of its
// traces start from its own folder.
func load(name string) (*scenario.Scenario, error) { return loadEdited(name, nil) }

// loadFrom is load with another folder from which paths start, if one is given.
func loadFrom(name, folder string) (*scenario.Scenario, error) {
	if folder == "" {
		folder = filepath.Dir(name)
	}
	return loadIn(name, folder, nil)
}

// allStrategies are made once, so that two readings of a scenario can be compared.
var allStrategies = sync.OnceValue(strategies.All)

// contentOf returns the bytes of a scenario, and the name of its file.
func contentOf(name string) (content []byte, file string, err error) {
	file = name + ".yaml"
	if content, err = embedded.ReadFile(path.Join("scenarios", file)); err != nil {
		file = name
		content, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, "", unreadable(name, err)
	}
	return content, file, nil
}

// baseOf finds what a scenario builds on: an embedded one by name, or a file beside it.
func baseOf(name, from string) (string, []byte, error) {
	if content, err := embedded.ReadFile(path.Join("scenarios", name+".yaml")); err == nil {
		return name + ".yaml", content, nil
	}
	file, content, err := scenario.BesideIt(name, from)
	if err != nil {
		err = fmt.Errorf("%w, and no embedded scenario %q%s", err, name, hint(name, embeddedNames()))
	}
	return file, content, err
}

// loadEdited reads a scenario as if it said something else in places.
func loadEdited(name string, edits []file.Edit) (*scenario.Scenario, error) {
	return loadIn(name, filepath.Dir(name), edits)
}

func loadIn(name, folder string, edits []file.Edit) (*scenario.Scenario, error) {
	content, file, err := contentOf(name)
	if err != nil {
		return nil, err
	}
	s, err := scenario.ReadOn(baseOf, presets(), file, content, edits, allStrategies(), traces.Names()...)
	if err != nil {
		return nil, err
	}
	for i := range s.Workload {
		if t := &s.Workload[i].Trace; t.File != "" && !filepath.IsAbs(t.File) {
			t.File = filepath.Join(folder, t.File)
		}
	}
	return s, nil
}

// fileOf returns how a command that repeats a run names its scenario: an embedded
// one by its name, any other as the file that a result holds.
func fileOf(s *scenario.Scenario) string {
	if content, err := embedded.ReadFile(path.Join("scenarios", s.Name+".yaml")); err == nil && string(content) == s.Written {
		return s.Name
	}
	return "scenario.yaml"
}

// reportOlder says in one line which older names a file has, and their new ones.
func reportOlder(c *cobra.Command, older string, quiet bool) {
	if older != "" && !quiet {
		c.PrintErrln(older)
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

func nameOf(args []string) string {
	if len(args) == 0 {
		return defaultScenario
	}
	return args[0]
}
