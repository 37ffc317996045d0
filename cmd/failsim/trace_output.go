package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/output"
	"failsim/traces"
	"failsim/traces/format"
)

// writing are the flags of the verbs that write a trace.
type writing struct {
	out, as string
	asFlag  string // what the flag of the format is called
	force   bool
}

func (w *writing) add(c *cobra.Command, asFlag string) {
	w.asFlag = asFlag
	f := c.Flags()
	f.StringVarP(&w.out, "out", "o", "-", "`file` to write; - is standard output. Names that end in .zst or .gz are packed")
	f.StringVar(&w.as, asFlag, "", "`format` to write: "+strings.Join(format.Targets(), ", ")+" (default: by the ending of the file, .fst .log .csv .jsonl; else compact, or csv on standard output)")
	f.BoolVar(&w.force, "force", false, "replace a file that is there")
}

// target returns the format that the flags ask for.
func (w *writing) target() (format.Target, error) {
	if w.as != "" {
		t, err := format.TargetNamed(w.as)
		if err != nil {
			return t, usage("--%s: %w", w.asFlag, err)
		}
		return t, nil
	}
	return format.TargetNamed(targetOf(w.out))
}

// keepCounts has counts written as counts where no format is asked for.
func (w *writing) keepCounts(i *traces.Info) {
	if t, err := w.target(); err == nil && w.as == "" && i.Counts && !t.Counts {
		w.as = "counts"
	}
}

func targetOf(path string) string {
	if path == "-" {
		return "csv"
	}
	for _, p := range packings {
		path = strings.TrimSuffix(path, p)
	}
	for _, name := range format.Targets() {
		if t, _ := format.TargetNamed(name); t.Ending != "" && strings.HasSuffix(path, t.Ending) {
			return name
		}
	}
	return "compact"
}

// check refuses, before the work, what cannot be written.
func (w *writing) check(inputs ...string) error {
	t, err := w.target()
	switch {
	case err != nil:
		return err
	case t.Name == "compact" && w.out == "-":
		return usage("a compact trace is written to a file: give -o FILE")
	case t.Name == "compact" && packing(w.out) != "":
		return usage("-o %s: a compact trace is packed already, and is read from its end: leave out %s", w.out, packing(w.out))
	case w.out == "-":
		return nil
	}
	return checkNewFile(w.out, w.force, inputs...)
}

// checkNewFile tells before the work whether a file can be put at path.
func checkNewFile(path string, force bool, inputs ...string) error {
	if there, err := os.Stat(path); err == nil {
		for _, in := range inputs {
			if stat, err := os.Stat(in); err == nil && os.SameFile(there, stat) {
				return usage("-o %s: it is the trace that is read", path)
			}
		}
	}
	if err := output.CheckFile(path, force); err != nil {
		return usage("-o %w", err)
	}
	return nil
}

// flow is a stream of records and what they have in common.
type flow struct {
	traces.Stream
	shape format.CompactShape
	notes []string // what a reader must know of what is written
}

// flowOf reads a trace as target can hold it; single asks for requests one by
// one.
func flowOf(s traces.Source, span traces.Span, t format.Target, single bool) (*flow, error) {
	info := s.Info()
	f := &flow{shape: format.CompactShape{Counts: info.Counts, Interval: info.Interval}}
	var err error
	if info.Counts && (single || !t.Counts) {
		f.notes = append(f.notes, fmt.Sprintf("the trace says how many requests came in each %s, not when: they are spread within it", info.Interval))
		f.shape = format.CompactShape{Interval: 1}
		f.Stream, err = traces.Expand(s, span)
	} else {
		f.Stream, err = s.Records(span)
	}
	return f, err
}

// write writes a stream as a file, which is there whole or not at all, and says
// on stderr what was written and what the format could not hold.
func (w *writing) write(c *cobra.Command, f *flow) error {
	defer f.Close()
	t, err := w.target()
	if err != nil {
		return err
	}
	if w.out == "-" {
		buffered := bufio.NewWriter(asIs(c.OutOrStdout()))
		if err := f.writeTo(c.Context(), buffered, t, "standard output", c.ErrOrStderr()); err != nil {
			return err
		}
		return buffered.Flush()
	}
	file, err := createFile(w.out, w.force, noteTo(c))
	if err != nil {
		return err
	}
	defer file.discard()
	if err := f.writeTo(c.Context(), file, t, w.out, c.ErrOrStderr()); err != nil {
		return err
	}
	return file.commit()
}

func (f *flow) writeTo(ctx context.Context, to io.Writer, t format.Target, name string, stderr io.Writer) error {
	out, err := t.Open(to, f.shape)
	if err != nil {
		return err
	}
	var r format.Record
	for n := 0; f.Next(&r); n++ {
		if n%(1<<16) == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := out.Write(&r, f.Class(r.Class)); err != nil {
			return err
		}
	}
	if err := errors.Join(f.Err(), out.Close()); err != nil {
		return err
	}
	f.show(stderr, out, t, name)
	return nil
}

func (f *flow) show(stderr io.Writer, out *format.Output, t format.Target, name string) {
	fmt.Fprintf(stderr, "%s: %s, as %s\n", name, plural(out.Requests, "request"), t.Name)
	for _, note := range f.notes {
		fmt.Fprintf(stderr, "  %s\n", note)
	}
	for _, lost := range out.Lost() {
		fmt.Fprintf(stderr, "  %s does not hold %s\n", t.Name, lost)
	}
}
