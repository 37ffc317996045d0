package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Two designs in five replications are ten runs; the forecast comes with the
// second, and only if it is worth the line.
func TestTheFirstRunsForetellTheRest(t *testing.T) {
	for says, c := range map[string]struct {
		each  time.Duration
		lines []string
	}{
		"a long study": {2 * time.Second, []string{"2 of 10 runs in 4.0 s: about 16s more"}},
		"a short one":  {time.Millisecond, nil},
	} {
		var lines []string
		f := forecast{begun: time.Now().Add(-2 * c.each), replications: 5, show: func(line string) { lines = append(lines, line) }}
		for done := 1; done <= 10; done++ {
			f.done(done, 10)
		}
		assert.Equal(t, c.lines, lines, says)
	}
}

func TestALogShowsEveryTenSecondsThatItLives(t *testing.T) {
	var b bytes.Buffer
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newProgressOf(&b, false, "points")
	p.begun, p.last, p.now = at, at, func() time.Time { return at }
	for done := 1; done <= 20; done++ {
		at = at.Add(3 * time.Second)
		p.done(done, 20)
	}
	assert.Equal(t, "4 of 20 points, about 48s more\n8 of 20 points, about 36s more\n12 of 20 points, about 24s more\n"+
		"16 of 20 points, about 12s more\n20 of 20 points, about 0s more\n", b.String())
	quiet := newProgressOf(&b, true, "points")
	quiet.last = at.Add(-time.Hour)
	b.Reset()
	quiet.done(1, 2)
	assert.Empty(t, b.String())
}
