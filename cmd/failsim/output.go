package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/output"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/page"
	"failsim/results/written"
)

// claim takes the place of a result before the work, and returns it with its
// path: byDefault below failsim-out if --out says none.
func (c *common) claim(command *cobra.Command, verb, scenario, byDefault string) (*output.Directory, string, error) {
	out, err := c.place(command, byDefault)
	if err != nil {
		return nil, "", err
	}
	dir, err := output.Claim(out, output.Options{Kind: output.Kind{Verb: verb, Scenario: scenario}, Force: c.force, By: c.inFiles(), Note: noteTo(command)})
	if err != nil {
		return nil, "", usage("--out: %w", err)
	}
	return dir, out, nil
}

// place is where --out says, or byDefault below failsim-out.
func (c *common) place(command *cobra.Command, byDefault string) (string, error) {
	if !command.Flags().Changed("out") {
		return filepath.Join("failsim-out", byDefault), nil
	}
	if strings.TrimSpace(c.out) == "" {
		return "", usage("--out %q: it names no directory", c.out)
	}
	return c.out, nil
}

// noteTo returns what reports things tidied up, whether --quiet or not: they
// are the user's.
func noteTo(c *cobra.Command) func(string) {
	return func(line string) { fmt.Fprintln(c.ErrOrStderr(), line) }
}

// writeDirectory writes a result directory: it is there whole, or not at all.
// series asks for the course of every run besides.
func writeDirectory(dir *output.Directory, s *scenario.Scenario, st *results.Study, sum *results.Summary, m results.Manifest, series bool) (err error) {
	kept := map[string][]byte{}
	put := func(name string, render func(io.Writer) error) {
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err = render(&b); err != nil {
			return
		}
		if err = dir.Write(name, b.Bytes()); slices.Contains(page.Files, name) {
			kept[name] = b.Bytes()
		}
	}
	put("summary.json", func(w io.Writer) error {
		b, err := sum.JSON()
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	})
	drawn, drawErr := draw(s, st, sum)
	if err = errors.Join(err, drawErr); err == nil {
		err = introduce(sum, drawn)
	}
	put("summary.md", func(w io.Writer) error { return written.WriteMarkdown(w, sum) })
	put("scenario.yaml", func(w io.Writer) error { _, err := io.WriteString(w, s.Text); return err })
	rows := func(name string, write func(io.Writer, *results.Study) error) {
		put(name, func(w io.Writer) error { return write(w, st) })
	}
	rows("timeline.csv", written.WriteTimeline)
	rows("failures.csv", written.WriteFailures)
	rows("seconds.csv", written.WriteSeconds)
	if len(st.Logged) > 0 {
		rows("observed.csv", written.WriteObserved)
	}
	rows("lost.csv", written.WriteLost)
	rows("replications.csv", written.WriteReplications)
	rows("facts.csv", written.WriteFacts)
	if series {
		rows("series.csv", written.WriteSeries)
	}
	for i := range drawn {
		d := &drawn[i]
		put("plots/"+d.Name+".svg", d.svg.write)
		put("plots/"+d.Name+".png", d.png.write)
	}
	put("report.html", func(w io.Writer) error {
		b, err := renderOf(kept, m)
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	})
	if err != nil {
		return err
	}
	return dir.Commit(m)
}

// renderOf makes the page of a result that is being written.
func renderOf(written map[string][]byte, m results.Manifest) ([]byte, error) {
	return page.Render(func(name string) ([]byte, error) {
		if b, ok := written[name]; ok {
			return b, nil
		}
		if name == "manifest.json" {
			return m.JSON()
		}
		return nil, fs.ErrNotExist
	})
}
