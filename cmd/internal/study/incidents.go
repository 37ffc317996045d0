package study

import (
	"context"
	"fmt"

	"failsim/models/world/scenario"
)

// Account is a scenario of a real incident compared with what was published of it.
type Account struct {
	Scenario string      `json:"scenario"`
	Title    string      `json:"title"`
	Cannot   string      `json:"cannot"` // which published figure cannot come out, and why
	Figures  []Published `json:"figures"`
}

// Incidents holds scenarios against what was published, each by its account.
func Incidents(ctx context.Context, load func(name string) (*scenario.Scenario, error), library []AccountOf, seed uint64, replications int) ([]Account, error) {
	var list []Account
	for i := range library {
		a := &library[i]
		f := accounts{ctx: ctx, load: func() (*scenario.Scenario, error) { return load(a.Scenario) }, seed: seed, replications: replications}
		s, err := f.load()
		if err != nil {
			return nil, err
		}
		if f.hold(a); f.err != nil {
			return nil, fmt.Errorf("account of %s: %w", a.Scenario, f.err)
		}
		list = append(list, Account{Scenario: a.Scenario, Title: s.About, Cannot: a.Cannot, Figures: f.list})
	}
	return list, nil
}
