package queue

import (
	"strconv"
	"time"
)

// quantiles are those that reports tell.
var quantiles = []struct {
	name string
	q    float64
}{{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}

// namedAt names a figure of an instant, in seconds.
func namedAt(name string, t time.Duration) string {
	return name + "_at_" + strconv.FormatFloat(t.Seconds(), 'f', -1, 64) + "s"
}
