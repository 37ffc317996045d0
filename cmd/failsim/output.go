package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results"
)

// checkOut tells before the work whether a result can be put at path: nothing
// of another's is there, and a directory can be made where it would be.
func checkOut(path string) error {
	if err := results.CheckTarget(path); err != nil {
		var system *fs.PathError
		if errors.As(err, &system) {
			return fmt.Errorf("%s: %w", path, system.Err)
		}
		return err
	}
	parent := filepath.Dir(filepath.Clean(path))
	for errors.Is(stat(parent), fs.ErrNotExist) && parent != filepath.Dir(parent) {
		parent = filepath.Dir(parent)
	}
	trial, err := os.MkdirTemp(parent, ".failsim-")
	var system *fs.PathError
	if errors.As(err, &system) {
		return fmt.Errorf("%s: no directory can be made in %s: %w", path, parent, system.Err)
	}
	if err != nil {
		return err
	}
	return os.Remove(trial)
}

func stat(path string) error {
	_, err := os.Stat(path)
	return err
}

// writeDirectory writes a result directory: it is there whole, or not at all.
// series asks for the course of every run besides.
func writeDirectory(path string, s *scenario.Scenario, st *results.Study, sum *results.Summary, m results.Manifest, series bool) error {
	dir, err := results.NewDirectory(path)
	if err != nil {
		return err
	}
	put := func(name string, render func(io.Writer) error) {
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err = render(&b); err != nil {
			return
		}
		err = dir.Write(name, b.Bytes())
	}
	put("summary.json", func(w io.Writer) error {
		b, err := sum.JSON()
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	})
	put("summary.md", sum.WriteMarkdown)
	put("timeline.csv", st.WriteTimeline)
	if len(st.Logged) > 0 {
		put("observed.csv", st.WriteObserved)
	}
	put("lost.csv", st.WriteLost)
	put("replications.csv", st.WriteReplications)
	if series {
		put("series.csv", st.WriteSeries)
	}
	for i := range st.Incidents {
		figures, plotErr := study.Plots(s, st, sum, i)
		if plotErr != nil && err == nil {
			err = plotErr
		}
		for _, f := range figures {
			put("plots/"+f.Name+".svg", f.Figure.SVG)
			put("plots/"+f.Name+".png", f.Figure.PNG)
		}
	}
	if err != nil {
		dir.Discard()
		return err
	}
	return dir.Commit(m)
}
