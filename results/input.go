package results

import (
	"fmt"
	"strconv"
	"strings"
)

// Input is the ledger of one trace that a study read.
type Input struct {
	Name     string `json:"name"`
	Format   string `json:"format"`
	SHA256   string `json:"sha256,omitempty"`
	Read     int64  `json:"read"`      // lines
	Accepted int64  `json:"accepted"`  // as requests, or as counts of them
	Skipped  int64  `json:"skipped"`   // not requests: comments, blank lines
	SetAside int64  `json:"set_aside"` // lines of another kind than requests
	Refused  int64  `json:"refused"`   // bad lines
	Note     string `json:"note,omitempty"`
	// Reasons say what was wrong with those skipped and refused.
	Reasons []Reason `json:"reasons,omitempty"`
}

// Reason is one thing that was wrong with lines of a trace.
type Reason struct {
	Reason string  `json:"reason"`
	Count  int64   `json:"count"`
	Lines  []int64 `json:"first_lines"` // 1-based
}

// String says it in a line.
func (r *Reason) String() string {
	var at []string
	for _, n := range r.Lines {
		at = append(at, strconv.FormatInt(n, 10))
	}
	lines := "line"
	if len(at) > 1 {
		lines += "s"
	}
	more := ""
	if r.Count > int64(len(at)) {
		more = ", ..."
	}
	return fmt.Sprintf("%d times: %s (%s %s%s)", r.Count, r.Reason, lines, strings.Join(at, ", "), more)
}
