package counted

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"failsim/models/request"
)

// CauseCounts counts requests by how they ended; None stands for the answered.
type CauseCounts [request.Causes]int64

// MarshalJSON writes the causes of failure by name and in their order, without the
// answered: all of them, but those of services only where they cost something, so
// that results of worlds without services are what they were.
func (c CauseCounts) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, name := range request.CauseNames() {
		if c[i+1] == 0 && request.Cause(i+1).OfServices() {
			continue
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, name)
		b = append(b, ':')
		b = strconv.AppendInt(b, c[i+1], 10)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *CauseCounts) UnmarshalJSON(data []byte) error {
	*c = CauseCounts{}
	counts := map[string]int64{}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&counts); err != nil {
		return err
	}
	known := 0
	for i, name := range request.CauseNames() {
		if n, ok := counts[name]; ok {
			c[i+1] = n
			known++
		}
	}
	if known != len(counts) {
		return fmt.Errorf("failed_by_cause holds a cause that this version does not know")
	}
	return nil
}

// CauseCount is one cause and how many requests it cost.
type CauseCount struct {
	Cause request.Cause
	Count int64
}

// Largest returns up to n causes of failure, those of most requests first,
// ties in the order of causes; causes of none are left out.
func (c *CauseCounts) Largest(n int) []CauseCount {
	var top []CauseCount
	for len(top) < n {
		best := CauseCount{}
		for i := 1; i < len(c); i++ {
			cause := request.Cause(i)
			if c[i] > best.Count && !taken(top, cause) {
				best = CauseCount{cause, c[i]}
			}
		}
		if best.Count == 0 {
			break
		}
		top = append(top, best)
	}
	return top
}

func taken(top []CauseCount, c request.Cause) bool {
	for _, t := range top {
		if t.Cause == c {
			return true
		}
	}
	return false
}
