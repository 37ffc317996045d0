package main

import (
	"io"
	"path/filepath"
	"strings"

	"failsim/results/words"
)

// brokenNames shows arguments that have a line break within, such as names of
// files, on one line wherever they are said, whole, or a folder above, or the
// last name alone.
func brokenNames(args []string) *strings.Replacer {
	var pairs, bases []string
	for _, a := range args {
		for _, part := range []string{a, a[strings.IndexByte(a, '=')+1:]} {
			for part = strings.TrimSpace(part); strings.ContainsAny(part, "\n\t"); part = filepath.Dir(part) {
				pairs = append(pairs, part, words.Visible(part))
				bases = append(bases, filepath.Base(part), words.Visible(filepath.Base(part)))
			}
		}
	}
	return strings.NewReplacer(append(pairs, bases...)...)
}

// asIs returns where bytes go as they are, which are a file's and not words.
func asIs(w io.Writer) io.Writer {
	if t, ok := w.(*words.Terminal); ok {
		return t.To
	}
	return w
}

// checkedWriter remembers the first error, so that a result that did not get
// through is not called done.
type checkedWriter struct {
	w   io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if c.err == nil {
		c.err = err
	}
	return n, err
}
