package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/output"
	"failsim/results"
	"failsim/results/page"
	"failsim/results/stored"
)

type verifyFlags struct {
	from    string
	jobs    int
	failsim func(ctx context.Context, args []string, stdout, stderr io.Writer) int // the whole program
}

func newVerify(failsim func(ctx context.Context, args []string, stdout, stderr io.Writer) int) *cobra.Command {
	f := verifyFlags{failsim: failsim}
	c := &cobra.Command{
		Use:   "verify DIRECTORY",
		Short: "Run a result again, and compare it byte for byte",
		Long: `Verify runs the command of a result directory of compare, year or sweep again, on the
scenario that the directory holds, and compares the files that come out with those
that are there, byte for byte. It first holds the files against the hashes of the
manifest, so that a file changed by hand is distinguished from a run that differs.
The exit status is 1 if a file differs.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	c.Flags().StringVar(&f.from, "traces-in", ".", "`FOLDER` from which relative paths of traces in the scenario start")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "runs at the same time (default: one for each core); results do not depend on it")
	return c
}

func (f *verifyFlags) run(c *cobra.Command, directory string) error {
	m, err := output.Manifest(directory)
	if err != nil {
		return usage("%s is no result of failsim: %w", directory, err)
	}
	if len(m.Command) < 2 || !slices.Contains([]string{"compare", "year", "sweep"}, m.Command[0]) {
		return usage("%s: its manifest names no command of compare, year or sweep", directory)
	}
	changed, err := output.Changed(directory, m.Files)
	if err != nil {
		return usage("%s: %w", directory, err)
	}
	for _, name := range changed {
		fmt.Fprintf(c.OutOrStdout(), "%s: not what the run wrote: changed by hand, or damaged\n", filepath.Join(directory, name))
	}
	again, err := os.MkdirTemp("", "failsim-verify-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(again) }()
	if err := f.repeat(c, directory, m, filepath.Join(again, "result")); err != nil {
		return err
	}
	if err := answersToo(directory, filepath.Join(again, "result")); err != nil {
		return err
	}
	other, err := output.Manifest(filepath.Join(again, "result"))
	if err != nil {
		return err
	}
	return f.show(c, directory, filepath.Join(again, "result"), m, other, len(changed) > 0)
}

// repeat runs a result's command again.
func (f *verifyFlags) repeat(c *cobra.Command, directory string, m results.Manifest, out string) error {
	scenario := filepath.Join(directory, "scenario.yaml")
	if _, err := os.Stat(scenario); errors.Is(err, fs.ErrNotExist) {
		scenario = m.Command[1] // an older result, which holds none
	}
	args := []string{m.Command[0], scenario, "--out", out, "--quiet", "--jobs", fmt.Sprint(f.jobs), "--traces-in", f.from, "--made-by", byWords(&m)}
	args = append(args, m.Command[2:]...)
	var said bytes.Buffer
	// An expectation may be missed again: that is an answer, and there is a result.
	if status := f.failsim(c.Context(), args, io.Discard, &said); status != statusDone && status != statusNo {
		text := strings.TrimPrefix(strings.TrimSpace(said.String()), "failsim: ")
		switch status {
		case statusBadInput:
			return usage("%s cannot be run again: %s", directory, text)
		case statusInterrupted, statusHungUp, statusTerminated:
			return c.Context().Err()
		}
		return errors.New(text)
	}
	return nil
}

// answersToo has the page of a result show the answers that stand beside another, which
// no run of compare makes.
func answersToo(from, to string) error {
	found := false
	for _, name := range page.Answers {
		b, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), b, 0o600)
		}
		if err != nil {
			return err
		}
		found = true
	}
	if !found {
		return nil
	}
	return renderAgain(to)
}

// tell says which files came out otherwise.
func (f *verifyFlags) show(c *cobra.Command, directory, made string, m, other results.Manifest, changed bool) error {
	if own := results.NewTool(version()); m.Tool != own {
		fmt.Fprintf(c.OutOrStdout(), "made by failsim %s (%s, %s/%s), run again by %s (%s, %s/%s)\n", m.Tool.Version, m.Tool.Go, m.Tool.OS, m.Tool.Arch,
			own.Version, own.Go, own.OS, own.Arch)
	}
	now := map[string]results.Source{}
	for _, s := range other.Files {
		now[s.Name] = s
	}
	differ := 0
	for _, s := range m.Files {
		again, ok := now[s.Name]
		delete(now, s.Name)
		switch {
		case !ok:
			fmt.Fprintf(c.OutOrStdout(), "%s: did not come out again\n", s.Name)
		case again.SHA256 != s.SHA256:
			fmt.Fprintf(c.OutOrStdout(), "%s: differs%s\n", s.Name, firstDifference(filepath.Join(directory, s.Name), filepath.Join(made, s.Name)))
		default:
			continue
		}
		differ++
	}
	for _, s := range other.Files {
		if _, more := now[s.Name]; more {
			fmt.Fprintf(c.OutOrStdout(), "%s: came out besides\n", s.Name)
			differ++
		}
	}
	if m.Fingerprint != other.Fingerprint {
		fmt.Fprintf(c.OutOrStdout(), "fingerprint %s then, %s now: the runs themselves went otherwise\n", m.Fingerprint, other.Fingerprint)
		if err := tellParting(c.OutOrStdout(), directory, made); err != nil {
			return badInput{err}
		}
	}
	if differ > 0 {
		return no{fmt.Errorf("%s: %d of %d files differ from what the same command makes now", directory, differ, len(m.Files))}
	}
	if changed {
		return no{fmt.Errorf("%s: the run came out the same, but files in the directory are not what it wrote", directory)}
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %d files, each the same byte for byte\n", directory, len(m.Files))
	return nil
}

// tellParting says when two results of one study part, and in which run.
func tellParting(w io.Writer, before, after string) error {
	p, err := stored.FirstParting(before, after)
	if err != nil || p == nil {
		return err
	}
	fmt.Fprintf(w, "%v; failsim run SCENARIO --incident %s --design %s --replication %d tells what happens\n", p, p.Incident, p.Design, p.Replication)
	return nil
}
