package format

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inMemory is a file that is held.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// readWhole reads a text as of one format, holds what it says against what any record
// may be, and returns how many lines there were, a hash of the records, and the error
// that ended it.
func readWhole(t *testing.T, name string, text []byte) (lines int64, sum uint64, err error) {
	t.Helper()
	o := Options{Format: name}
	switch name { // what these need to know
	case "words":
		o.Fields = Fields{Time: "1", Client: "2", Status: "3", Duration: "last:ms"}
	case "pattern":
		o.Format, o.Pattern = "", `^(?P<time>\S+) (?P<client>\S+) (?P<request>"[^"]*") (?P<status>\d*) (?P<duration>\S*)$`
	case "log-format":
		o.Format, o.LogFormat = "", `$remote_addr [$time_local] "$request" $status $body_bytes_sent $request_time`
	}
	in, err := Unpack(inMemory{bytes.NewReader(text)})
	if err != nil {
		return 0, 0, err
	}
	found, err := Detect(in, o, nil)
	require.NoError(t, in.Close())
	if err != nil {
		return 0, 0, err
	}
	in, err = Unpack(inMemory{bytes.NewReader(text)})
	require.NoError(t, err)
	defer func() { require.NoError(t, in.Close()) }()
	classes := NewClasses()
	read, err := found.Open(in, o, classes)
	if err != nil {
		return 0, 0, err
	}
	var r Record
	for wrong, ok := read.Next(&r); ok; wrong, ok = read.Next(&r) {
		lines++
		if wrong.Reason != "" {
			if !wrong.Apart() && wrong.Column < 1 {
				t.Fatalf("%s: the fault %q has column %d", name, wrong.Reason, wrong.Column)
			}
			continue
		}
		if !possible(&r, classes) {
			t.Fatalf("%s: line %d: %+v", name, read.Line(), r)
		}
		sum = r.Into(sum)
	}
	lines += read.Headers()
	if err := read.Failure(); err != nil {
		return lines, sum, err
	}
	if in.Packing() == "none" && name != "jmeter" && described(name).Lines { // rows of JMeter may be of several lines
		want := int64(bytes.Count(text, []byte{'\n'}))
		if len(text) > 0 && text[len(text)-1] != '\n' {
			want++
		}
		require.Equal(t, want, lines, "%s: each line is a record, a fault, or holds no data", name)
	}
	return lines, sum, nil
}

// possible reports whether a record may be what a trace says.
func possible(r *Record, classes *Classes) bool {
	return r.At >= -maxDuration && r.At < (year2200+1)*second && r.Requests >= 0 && r.Requests <= maxCount && r.Duration >= NoDuration &&
		(r.Status == 0 || r.Status >= 100 && r.Status <= 599 || r.Status == StatusNoAnswer) &&
		int(r.Class) < len(classes.names) && r.Bytes <= maxCount && r.ZoneSeconds > -86400 && r.ZoneSeconds < 86400
}

func described(name string) Description { return All()[slices.Index(Names(), name)] }

// FuzzFormat reads any text as of one format, that of FAILSIM_FORMAT (clf): whatever
// stands in it, each line is a record that may be, a fault with its column, or holds no
// data, and reading again finds the same. make fuzz goes through all formats.
func FuzzFormat(f *testing.F) {
	name := os.Getenv("FAILSIM_FORMAT")
	if name == "" {
		name = "clf"
	}
	require.Contains(f, Names(), name)
	for _, text := range samplesOf(f, name) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) { fuzzed(t, name, text) })
}

func fuzzed(t *testing.T, name string, text []byte) {
	lines, sum, err := readWhole(t, name, text)
	again, same, _ := readWhole(t, name, text)
	require.Equal(t, []uint64{uint64(lines), sum}, []uint64{uint64(again), same})
	var input *InputError
	if err != nil && errors.As(err, &input) {
		require.NotEmpty(t, input.Reason)
	}
	var machine *MachineError
	require.False(t, errors.As(err, &machine), "%v", err)
}

// samplesOf are the samples of a format, whole and line by line.
func samplesOf(t testing.TB, name string) (all [][]byte) {
	t.Helper()
	paths, err := filepath.Glob("testdata/" + name + "[.\\-]*")
	require.NoError(t, err)
	if others, _ := filepath.Glob("testdata/*." + name); len(others) > 0 {
		paths = append(paths, others...)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, ".golden") {
			continue
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all = append(all, text, text[:len(text)*2/3])
		for line := range bytes.Lines(text) {
			all = append(all, line)
		}
	}
	return all
}

// What the fuzzer begins with, read as of its own and of every other format.
func TestAnyTextOfAnyFormatIsAccountedFor(t *testing.T) {
	for _, of := range Names() {
		for _, text := range samplesOf(t, of) {
			for _, name := range Names() {
				if name == of || len(text)%7 == 0 {
					fuzzed(t, name, text)
				}
			}
		}
	}
}
