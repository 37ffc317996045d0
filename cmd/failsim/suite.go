package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/cmd/internal/suite"
)

//go:embed suites/*.yaml
var embeddedSuites embed.FS

// suiteNames returns the names of the embedded suites.
func suiteNames() []string {
	entries, err := embeddedSuites.ReadDir("suites")
	if err != nil {
		panic("failsim: the embedded suites cannot be listed: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// loadSuite reads a suite: an embedded one by name, or a file.
func loadSuite(name string) (*suite.Suite, error) {
	file := name + ".yaml"
	content, err := embeddedSuites.ReadFile(path.Join("suites", file))
	if err != nil {
		file = name
		content, err = os.ReadFile(name)
	}
	if err != nil {
		if !strings.ContainsAny(name, `/\.`) {
			return nil, usage("there is no suite or file %q%s", name, hint(name, suiteNames()))
		}
		return nil, usage("%s: %w", name, err)
	}
	return suite.Read(file, content)
}

// runSuite answers the claims of a suite, and writes what it prints into a folder if
// one is named.
func (f *compareFlags) runSuite(c *cobra.Command, args []string) error {
	for _, flag := range []string{"designs", "as-exact-as", "precision", "of", "limit", "series", "trace", "incident", "expect", "resume", "shard"} {
		if len(args) > 0 || c.Flags().Lookup(flag) != nil && c.Flags().Changed(flag) {
			return usage("a suite names its scenarios, designs and figures: --suite goes with --seed, --replications, --jobs, --out and --json alone")
		}
	}
	s, err := loadSuite(f.suite)
	if err != nil {
		return err
	}
	if c.Flags().Changed("replications") {
		s.Replications = f.replications
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	o := study.Options{Seed: f.seed, Jobs: f.jobs, Progress: bar.done}
	out, err := suite.Run(c.Context(), s, loadEdited, o, func(what string) { bar.note(what) })
	bar.close()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := out.Write(&text); err != nil {
		return err
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	b = append(b, '\n')
	if c.Flags().Changed("out") {
		if err := writeSuite(f.out, s.Name, text.Bytes(), b); err != nil {
			return err
		}
	}
	if f.asJSON {
		_, err = c.OutOrStdout().Write(b)
		return err
	}
	_, err = c.OutOrStdout().Write(text.Bytes())
	return err
}

// writeSuite writes a suite's two files, each at once, and so that a power cut leaves it
// whole.
func writeSuite(folder, name string, text, asJSON []byte) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for _, f := range []struct {
		ending  string
		content []byte
	}{{".md", text}, {".json", asJSON}} {
		file, err := output.NewFile(filepath.Join(folder, name+f.ending), true, nil)
		if err != nil {
			return err
		}
		if _, err := file.Write(f.content); err != nil {
			file.Discard()
			return err
		}
		if err := file.Commit(); err != nil {
			return err
		}
	}
	return nil
}
