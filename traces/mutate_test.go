package traces

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

// mutated is how many damaged files are read.
const mutated = 10_000

// Any byte of a sample may be any other, and lines may come twice, in another order
// or not at all: each format refuses, sets aside or reads, and accounts for every
// line. (The fuzzers look further.)
func TestEachOfTenThousandDamagedFilesIsAccountedFor(t *testing.T) {
	var all []sample
	for _, c := range allSamples(t) {
		if described(c.format).Lines {
			all = append(all, c)
		}
	}
	read, refused, lines := 0, 0, 0
	for n := range mutated {
		c := &all[n%len(all)]
		damaged := mutate(c.content(t), sim.NewKey(1, n))
		o := c.options(t)
		o.SkipBadShare = 1
		s, err := ofText(damaged, o)
		if err != nil {
			requireIdentity(t, ledgerOf(err))
			refused++
			continue
		}
		i := s.Info()
		l := i.Ledger
		requireIdentity(t, l)
		read++
		if i.Packing == "none" && c.format != "jmeter" { // whose rows may be of several lines
			require.EqualValues(t, linesOf(damaged), l.Read+l.Header, "%s, damage %d: each line is of data or not", c.file, n)
			lines++
		}
		require.LessOrEqual(t, l.Refused, int64(0), "all that is malformed may be skipped")
	}
	t.Logf("%d read, %d refused", read, refused)
	require.Greater(t, read, mutated/2)
	require.Greater(t, lines, mutated/3)
}

// linesOf counts lines as an editor does.
func linesOf(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}

// mutate damages a text in one to three ways.
func mutate(text []byte, key sim.Key) []byte {
	damaged := bytes.Clone(text)
	draw := func(n uint64, of int) int { return int(key.Uint64(n) % uint64(max(of, 1))) }
	for k := range uint64(1 + draw(0, 3)) {
		lines := bytes.SplitAfter(damaged, []byte{'\n'})
		at := draw(10*k+1, len(lines))
		switch draw(10*k+2, 8) {
		case 0: // a line again
			lines = append(lines[:at:at], append([][]byte{lines[at]}, lines[at:]...)...)
		case 1: // a line less
			lines = append(lines[:at:at], lines[at+1:]...)
		case 2: // two lines change places
			other := draw(10*k+3, len(lines))
			lines[at], lines[other] = lines[other], lines[at]
		case 3: // cut short
			lines = append(lines[:at:at], lines[at][:draw(10*k+3, len(lines[at]))])
		default: // a byte
			damaged = bytes.Join(lines, nil)
			if len(damaged) > 0 {
				damaged[draw(10*k+3, len(damaged))] = " \"[]{}:,-0a\t\x00\xff\n"[draw(10*k+4, 15)]
			}
			continue
		}
		damaged = bytes.Join(lines, nil)
	}
	return damaged
}
