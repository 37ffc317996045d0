package traces

import (
	"bufio"
	"bytes"
	"fmt"
	"testing"
	"time"

	"failsim/models/request"
	"failsim/sim"
	"failsim/traces/format"
)

func BenchmarkParseCLF(b *testing.B) {
	text := busyLog(100_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if n := recordsOf(b, "clf", text); n != 100_000 {
			b.Fatalf("%d lines", n)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
}

// What reading lines costs at all: the ratio to it reports what parsing adds.
func BenchmarkPlainLines(b *testing.B) {
	text := busyLog(100_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n := 0
		for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
			n++
		}
		if n != 100_000 {
			b.Fatalf("%d lines", n)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
}

func BenchmarkArrival(b *testing.B) {
	nasa, err := Named("nasa-1995-07-13", 1)
	if err != nil {
		b.Fatal(err)
	}
	profile, err := ProfileOf(nasa)
	if err != nil {
		b.Fatal(err)
	}
	log := inMemory(b, busyLog(1_000_000))
	counts := inMemory(b, []byte("epoch,requests\n0,1\n60,900000000\n120,1\n"))
	open := func(s Source) request.Arrivals {
		r, err := s.Open(Window{Whole: true})
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	for _, c := range []struct {
		name string
		open func() request.Arrivals
	}{
		{"of a log", func() request.Arrivals { return open(log) }},
		{"of counts", func() request.Arrivals { return open(counts) }},
		{"of counts per second", func() request.Arrivals { return open(nasa) }},
		{"of a profile at 1000 per second", func() request.Arrivals { return profile.Poisson(1, 0, 1000, sim.Never) }},
		{"of a profile at 1 per second", func() request.Arrivals { return profile.Poisson(1, 0, 1, sim.Never) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			arrivals := c.open()
			some := make([]request.Arrival, 64)
			for left := 0; b.Loop(); left-- {
				for left == 0 {
					if left = arrivals.Next(some); left == 0 {
						arrivals = c.open()
					}
				}
			}
		})
	}
}

// busyLog writes a log of 40 lines a second.
func busyLog(requests int) []byte {
	var text bytes.Buffer
	start := time.Date(1995, 8, 30, 0, 0, 0, 0, time.FixedZone("", -4*3600))
	for i := range requests {
		fmt.Fprintf(&text, "host%d.example.org - - [%s] \"GET /images/logo%d.gif HTTP/1.0\" 200 %d\n",
			i%977, start.Add(time.Duration(i/40)*time.Second).Format("02/Jan/2006:15:04:05 -0700"), i%53, i%4099)
	}
	return text.Bytes()
}

// inMemory is a trace that is read from memory, named "trace".
func inMemory(t testing.TB, text []byte) Source {
	t.Helper()
	s, err := ofText(text, Options{Key: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ofText(text []byte, o Options) (Source, error) {
	open := func() (format.Content, error) { return newContent(bytes.NewReader(text), int64(len(text)), nil), nil }
	t, err := newTrace("trace", open, o)
	if err != nil {
		return nil, err
	}
	return t, nil
}
