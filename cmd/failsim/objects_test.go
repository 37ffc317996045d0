package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A log asks for five films in turn, one a second for ten minutes, each time with another
// query. A cache with room for all asks for each once. One with room for four has always
// let the next one go just before it is asked for, so that all miss, but for the four after
// the one that failed in the ninth minute: that took no one's place. A log in which no line
// says what was asked for helps no cache.
func TestACacheHoldsWhatALogAsksFor(t *testing.T) {
	for _, c := range []struct {
		request string
		keeps   int
		says    string
	}{
		{"GET /film/%d?token=%d HTTP/1.1", 5, "of 600 requests its cache held the answer to 99.2 %; it asked 5 times"},
		{"GET /film/%d?token=%d HTTP/1.1", 4, "of 600 requests its cache held the answer to 0.7 %; it asked 596 times"},
		{"-", 5, "its cache held the answer to no request, as no log says which object was asked for"},
	} {
		dir := t.TempDir()
		var log strings.Builder
		for i := range 600 {
			request := c.request
			if request != "-" {
				request = fmt.Sprintf(c.request, i%5, i)
			}
			fmt.Fprintf(&log, "10.0.%d.%d - - [%s +0000] \"%s\" 200 1000\n", i/250, i%250, time.Date(2026, 3, 1, 0, 0, i, 0, time.UTC).Format("02/Jan/2006:15:04:05"), request)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, "access.log"), []byte(log.String()), 0o600))
		text := content(t, "testdata/situations/cold-memory.yaml")
		for _, edit := range [][2]string{{"flat100.csv", "access.log"}, {"objects: 2000, zipf: 0, keeps: 2000", fmt.Sprintf("objects: as-logged, keeps: %d", c.keeps)}, {"length: 12m", "length: 10m"},
			{"at: 2m, fail: {on: {service: memory}, for: 10s}", "at: 9m, fail: {on: {service: database}, for: 1s}"}, {"servers: 1, work: 50ms, queue-capacity: 10", "servers: 10, work: 5ms"}} {
			require.Contains(t, text, edit[0])
			text = strings.Replace(text, edit[0], edit[1], 1)
		}
		file := filepath.Join(dir, "films.yaml")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		o := failsim("run", file, "--design", "sized-for-misses").requireDone(t)
		assert.Contains(t, o.stdout+o.stderr, c.says)
	}
}
