package study

import (
	"context"
	"fmt"
	"strings"
)

// Stopped is a study that was ended before all its runs were made.
type Stopped struct {
	Done, Total int    // runs
	Missing     string // by incident
	Why         error
}

// Error implements error.
func (s *Stopped) Error() string {
	return fmt.Sprintf("%d of %d runs were done: %v", s.Done, s.Total, s.Why)
}

// Unwrap returns why it was ended.
func (s *Stopped) Unwrap() error { return s.Why }

// stopped says what is there of a study that was told to end, and what is not.
func (c *comparison) stopped(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	stop := &Stopped{Why: err}
	var missing []string
	for i := range c.study.Incidents {
		done, all := 0, 0
		for _, s := range c.study.Incidents[i].Samples {
			for _, r := range s.Runs() {
				if all++; r != nil {
					done++
				}
			}
		}
		if done < all {
			missing = append(missing, fmt.Sprintf("%d of %d of %s", all-done, all, c.incidents[i].Name))
		}
		stop.Done, stop.Total = stop.Done+done, stop.Total+all
	}
	stop.Missing = strings.Join(missing, ", ")
	return stop
}
