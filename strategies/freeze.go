package strategies

import (
	"time"

	"failsim/models/policy"
)

var freezeEntry = policy.Strategy{
	Name:   "freeze",
	Socket: policy.GatingSocket,
	About:  "planned changes wait while a window is closed: over the holidays, from Friday to Sunday, or but for Tuesdays and Thursdays",
	Hazard: "emergency changes go on, and an attack is not stopped; postponed changes are made in a hurry once the window opens",
	Used:   "Netflix and most shops before Christmas; proposed for 2012 by readers of The Register",
	Params: []policy.Param{
		{Name: "closed", Kind: policy.WordKind, Default: "holidays", Words: []string{"holidays", "fridays", "but-tuesdays-and-thursdays"},
			About: "holidays: 20 December to 2 January; fridays: Friday to Sunday; the third leaves two days a week"},
		{Name: "exempt", Kind: policy.ShareKind, Default: "20%", About: "share of changes that are made in spite of it; assumption"},
		{Name: "catch-up", Kind: policy.DurationKind, Default: "24h",
			About: "time after the window opens in which all postponed changes are made, above 0s; assumption"},
		{Name: "hurry", Kind: policy.FactorKind, Default: "1",
			About: "how many times as likely a postponed change is to be wrong as another; assumption: no more than another, as no figure is published"},
	},
	New: func(v policy.Values) any {
		return &freeze{v.Word("closed"), v.Share("exempt"), max(time.Second, v.Duration("catch-up")), v.Factor("hurry")}
	},
}

// freeze moves changes from days when it is closed to those after.
type freeze struct {
	closed  string
	exempt  float64
	catchUp time.Duration
	hurry   float64
}

var _ policy.Gating = (*freeze)(nil)

// Passes implements policy.Gating. While what waited is made, there are more changes
// than usual, each as likely to be wrong as any, or hurry times as likely.
func (f *freeze) Passes(c policy.Change) (share float64, delay time.Duration) {
	if c.OnPurpose {
		return 1, 0
	}
	if f.isClosed(c.At) {
		return f.exempt, 0
	}
	opened := day(c.At, 0)
	for c.At.Sub(opened) < f.catchUp && !f.isClosed(day(opened, -1)) {
		opened = day(opened, -1)
	}
	if c.At.Sub(opened) >= f.catchUp {
		return 1, 0
	}
	closed := opened
	for range 31 {
		if f.isClosed(day(closed, -1)) {
			closed = day(closed, -1)
		}
	}
	return 1 + float64(f.hurry*(1-f.exempt))*float64(opened.Sub(closed))/float64(f.catchUp), 0
}

// day returns the beginning of a day, so many days after that of an instant.
func day(t time.Time, after int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+after, 0, 0, 0, 0, t.Location())
}

func (f *freeze) isClosed(t time.Time) bool {
	switch day := t.Weekday(); f.closed {
	case "fridays":
		return day == time.Friday || day == time.Saturday || day == time.Sunday
	case "but-tuesdays-and-thursdays":
		return day != time.Tuesday && day != time.Thursday
	}
	return t.Month() == time.December && t.Day() >= 20 || t.Month() == time.January && t.Day() <= 2
}
