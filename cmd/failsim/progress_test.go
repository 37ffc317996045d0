package main

import (
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
		f := forecast{begun: time.Now().Add(-2 * c.each), replications: 5, tell: func(line string) { lines = append(lines, line) }}
		for done := 1; done <= 10; done++ {
			f.done(done, 10)
		}
		assert.Equal(t, c.lines, lines, says)
	}
}
