package caller

import (
	"time"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// Rules are how the callers of one population go about it.
type Rules struct {
	Timeout  time.Duration // one attempt
	Patience time.Duration // the whole call
	Retrying policy.Retrying
	// Permits says whether a call may be repeated after a failure, by the number of its
	// request, before Retrying is asked; nil: after each.
	Permits func(failure request.Cause, number uint64) bool
	// NextAddress is how long an address of a target is silent until the next one is
	// tried; 0: it never is.
	NextAddress time.Duration
	// StaysRefused reports that callers do not try the next one where one refuses.
	StaysRefused bool
	// Sending are further strategies of the sending side, in their order: those
	// that hedge, break, learn.
	Sending []any
	// TargetsRetry are the rules by which targets try again what those behind them
	// have failed; the first that would do so decides.
	TargetsRetry []policy.LBRetrying
	// TargetsServe is how those behind targets serve: of the zero value it is known on
	// arrival when.
	TargetsServe station.Spec
	// OneClient reports that all who call are one client: what each client would keep for
	// itself, a budget, a breaker, is kept together.
	OneClient bool
	// Follows says that the end of a request decides when its user sends another.
	Follows bool
	// Events has every attempt be an event though its fate is known: to no effect,
	// which is what it is for.
	Events bool
}

// rules are those of a population, with its strategies by what they can do. A
// population whose strategies need none of it pays for none.
type rules struct {
	Rules
	hedging   *hedging
	breaking  []breaking
	learning  []learning
	rewarding policy.Rewarding // nil unless successes refill the budget
	each      bool             // each client has a budget
	tries     *tries           // nil unless targets try again
}

// keeper is a strategy that may keep something, by its place in the list.
type keeper struct {
	place int
	key   sim.Key
	policy.CallerRemembering
}

type hedging struct {
	keeper
	policy.Hedging
}

type breaking struct {
	keeper
	policy.Breaking
	learns policy.CallerLearning // nil unless it does
}

type learning struct {
	keeper
	policy.CallerLearning
}

// holder is who keeps something for a strategy: a client or all clients of a
// name, for each endpoint or for all.
type holder struct {
	place    int
	identity uint64
	endpoint int
}

func newRules(r Rules, key sim.Key) rules {
	made := rules{Rules: r, tries: newTries(r.TargetsRetry)}
	made.rewarding, _ = r.Retrying.(policy.Rewarding)
	made.each = r.budgetEach()
	for i, s := range r.Sending {
		keep := keeper{place: i, key: key.Named("memory").At(uint64(i))}
		keep.CallerRemembering, _ = s.(policy.CallerRemembering)
		if h, ok := s.(policy.Hedging); ok && made.hedging == nil {
			made.hedging = &hedging{keep, h}
		}
		if b, ok := s.(policy.Breaking); ok {
			learns, _ := s.(policy.CallerLearning)
			made.breaking = append(made.breaking, breaking{keep, b, learns})
		}
		if l, ok := s.(policy.CallerLearning); ok {
			made.learning = append(made.learning, learning{keep, l})
		}
	}
	return made
}

// Form says how attempts are computed, and why no cheaper: if their fates are foreseen
// an attempt is an event only if it fails, else each is.
func (r *Rules) Form() (f station.Form, why string) {
	serves := r.TargetsServe
	serves.Then = r.then()
	return serves.Form()
}

// then says what hangs on the end of an attempt.
func (r *Rules) then() station.Then {
	for _, s := range r.Sending {
		if _, ok := s.(policy.Hedging); ok {
			return station.Races
		}
		_, learns := s.(policy.CallerLearning)
		_, breaks := s.(policy.Breaking)
		if learns || breaks {
			return station.Learns
		}
	}
	if r.budgetEach() {
		return station.Budgets
	}
	if _, ok := r.Retrying.(policy.Rewarding); ok {
		return station.Refills
	}
	switch {
	case len(r.TargetsRetry) > 0:
		return station.Again
	case r.Follows:
		return station.Follows
	case r.Events:
		return station.Shown
	}
	return station.Nothing
}

// budgetEach reports whether each client has a budget of its own.
func (r *Rules) budgetEach() bool {
	e, ok := r.Retrying.(policy.BudgetEach)
	return ok && e.BudgetEach() && !r.OneClient
}

// tries are the rules by which targets try again.
type tries struct {
	list            []policy.LBRetrying
	connect, answer time.Duration // the shortest of theirs; 0: as long as targets wait anyway
	asked           policy.Try    // scratch
}

// newTries returns nil where targets do not try again.
func newTries(list []policy.LBRetrying) *tries {
	if len(list) == 0 {
		return nil
	}
	t := &tries{list: list}
	for _, r := range list {
		connect, answer := r.TimeOuts()
		t.connect, t.answer = shorter(t.connect, connect), shorter(t.answer, answer)
	}
	return t
}

// shorter returns the shorter of two time-outs, of which 0 is none.
func shorter(a, b time.Duration) time.Duration {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}
