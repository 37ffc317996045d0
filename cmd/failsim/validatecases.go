package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"failsim/cmd/internal/validate"
	"failsim/cmd/internal/validate/data"
	"failsim/cmd/internal/validate/oracle"
)

type validateFlags struct {
	oracles  string
	kinds    []string
	computed bool
	library  bool
	asJSON   bool
	quiet    bool
	jobs     int
}

// coverage counts how often printed intervals hold, unless only some cases, or
// others, are asked for.
func (f *validateFlags) coverage() []validate.Coverage {
	if f.oracles != "" || len(f.kinds) > 0 {
		return nil
	}
	return validate.Coverages()
}

// cases reads the oracles that were asked for.
func (f *validateFlags) cases() ([]*oracle.Case, error) {
	var files fs.FS = data.Files
	where := "oracles of failsim"
	if f.oracles != "" {
		info, err := os.Stat(f.oracles)
		var system *fs.PathError
		switch {
		case errors.As(err, &system):
			return nil, usage("--oracles: %s: %w", f.oracles, system.Err)
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, usage("--oracles: %s: not a directory", f.oracles)
		}
		files, where = os.DirFS(f.oracles), f.oracles
	}
	cases, err := oracle.Load(files, where)
	if err != nil {
		return nil, badInput{err}
	}
	if len(f.kinds) == 0 {
		return cases, nil
	}
	return f.chosen(cases)
}

// chosen keeps the cases of the kinds that were asked for.
func (f *validateFlags) chosen(cases []*oracle.Case) ([]*oracle.Case, error) {
	var names []string
	for _, c := range cases {
		if !slices.Contains(names, c.Kind) {
			names = append(names, c.Kind)
		}
	}
	for _, kind := range f.kinds {
		if !slices.Contains(names, kind) {
			return nil, usage("--kind %s: no case is of that kind%s", kind, hint(kind, names))
		}
	}
	return slices.DeleteFunc(cases, func(c *oracle.Case) bool { return !slices.Contains(f.kinds, c.Kind) }), nil
}
