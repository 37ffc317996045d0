package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"failsim/cmd/internal/output"
	"failsim/traces"
	"failsim/traces/format"
)

// splitter writes the populations of a trace.
type splitter struct {
	*splitting
	rules *traces.Rules
	names []string // of the rules, and of the rest
	parts []*part  // in the order of names; nil without a request
	count int64    // records so far
}

// part is one population and its file.
type part struct {
	name    string // of the population
	path    string
	file    *packedFile
	out     *format.Output
	clients *traces.Distinct
	unknown int64 // requests without a client
}

// write writes a file for each population that has a request, in a folder that
// is there whole, or not at all.
func (s *splitter) write(ctx context.Context, source traces.Source, note func(string)) (err error) {
	records, err := source.Records(traces.Span{})
	if err != nil {
		return err
	}
	defer records.Close()
	folder, err := output.NewFolder(s.out, note)
	if err != nil {
		return usage("-o %s: no folder can be made there: %w", s.out, err)
	}
	defer folder.Discard()
	s.parts = make([]*part, len(s.names))
	info := source.Info()
	var r format.Record
	for records.Next(&r) {
		if s.count++; s.count%(1<<16) == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := s.add(folder.Path, &info, &r, records.Class(r.Class)); err != nil {
			return err
		}
	}
	if err := records.Err(); err != nil {
		return err
	}
	for _, p := range s.parts {
		if p == nil {
			continue
		}
		if err := errors.Join(p.out.Close(), p.file.commit()); err != nil {
			return err
		}
	}
	return folder.Commit()
}

// add writes a record to its population.
func (s *splitter) add(folder string, i *traces.Info, r *format.Record, class string) error {
	k := s.rules.Of(r, class, uint64(s.count))
	if k < 0 {
		k = len(s.names) - 1
	}
	if s.parts[k] == nil {
		p := &part{name: s.names[k], path: s.names[k] + s.ending(), clients: traces.NewDistinct()}
		var err error
		if p.file, err = createFile(filepath.Join(folder, p.path), false, nil); err != nil {
			return err
		}
		if p.out, err = s.target.Open(p.file, format.CompactShape{Interval: i.Interval}); err != nil {
			return err
		}
		s.parts[k] = p
	}
	p := s.parts[k]
	if r.HasClient {
		p.clients.Add(r.Client)
	} else {
		p.unknown++
	}
	return p.out.Write(r, class)
}

// ending returns what the names of the files end in.
func (s *splitting) ending() string {
	if s.target.Ending == "" {
		return ".csv"
	}
	return s.target.Ending
}

// tell prints the populations as a part of a scenario.
func (s *splitter) show(stdout, stderr io.Writer) {
	fmt.Fprintln(stdout, "workload:")
	for _, p := range s.parts {
		if p == nil {
			continue
		}
		path := filepath.Join(s.out, p.path)
		fmt.Fprintf(stderr, "%s: %s, as %s\n", path, plural(p.out.Requests, "request"), s.target.Name)
		for _, lost := range p.out.Lost() {
			fmt.Fprintf(stderr, "  %s does not hold %s\n", s.target.Name, lost)
		}
		n, relative := p.clients.Count()
		about := "clients of the trace"
		switch {
		case n == 0:
			n, about = 1000, "assumption: the trace does not say"
		case relative > 0:
			about = fmt.Sprintf("clients of the trace, to %.1f %%", 100*relative)
		case p.unknown > 0:
			about = fmt.Sprintf("clients of the trace, without those of %d requests", p.unknown)
		}
		fmt.Fprintf(stdout, "  - population: %s\n    location: home        # one of your locations\n    trace: {file: %s}\n    users: %d  # %s\n    names: 1  # assumption: service names with load balancers of their own\n",
			p.name, filepath.ToSlash(path), n, about)
	}
}
