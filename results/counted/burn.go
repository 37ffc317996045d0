package counted

import (
	"time"
)

// BudgetDays is the time that an error budget is for: the rolling month of the
// SRE Workbook (Google, 2018, ch. 2 and 5).
const BudgetDays = 30

// BudgetMinutes returns the minutes of a full outage that an objective allows
// in BudgetDays.
func BudgetMinutes(objective float64) float64 { return (1 - objective) * BudgetDays * 24 * 60 }

// BurnAlert is an alert on how fast the error budget burns: over a long window,
// so that it matters, and over a short one, so that it still does.
type BurnAlert struct {
	Rate        float64
	Long, Short time.Duration
}

// BurnAlerts are those of the Site Reliability Workbook (Google, 2018), ch. 5,
// table 5-8.
var BurnAlerts = [...]BurnAlert{
	{14.4, time.Hour, 5 * time.Minute},
	{6, 6 * time.Hour, 30 * time.Minute},
	{1, 3 * 24 * time.Hour, 6 * time.Hour},
}

// Burns are the seconds from the onset to when each of BurnAlerts would have
// alerted a person who saw what users see; NaN if it never would.
type Burns [len(BurnAlerts)]float64

func burnsOf(c *course, before *history, l *Layout) Burns {
	var first Burns
	for i, alert := range BurnAlerts {
		first[i] = nan
		for w := l.onsetWindow() + 1; w <= c.windows(); w++ {
			if burns(c, before, l, w, alert.Long, alert.Rate) && burns(c, before, l, w, alert.Short, alert.Rate) {
				first[i] = sinceOnset(c.at(w), l)
				break
			}
		}
	}
	return first
}

// burns reports whether the budget burnt at a rate over the time that ends with
// a window. What of it lies before the run was steady.
func burns(c *course, before *history, l *Layout, end int, length time.Duration, rate float64) bool {
	first := end - int((length+l.Window-1)/l.Window)
	n, failed := c.count(Span{max(first, 0), end})
	asked := float64(n) + before.last(-first)
	return asked > 0 && float64(failed) >= rate*(1-l.Availability)*asked*(1-hair)
}

// history is the steady before a run.
type history struct {
	perMinute float64   // mean requests a minute
	sums      []float64 // sums[k] is how many come in the last k windows of a day
}

// historyOf returns what came before a run of one population, or of all if p
// is negative. Where the layout does not say, it is the mean rate of the run.
func historyOf(l *Layout, p int, c *course) *history {
	day := make([]float64, int(24*time.Hour/l.Window))
	n, _ := c.count(Span{0, c.windows()})
	for w := range day {
		if l.Day == nil {
			day[w] = float64(n) / float64(l.Length) * float64(l.Window)
		}
		for q := range l.Day {
			if q == p || p < 0 {
				day[w] += l.Day[q][w]
			}
		}
	}
	h := &history{sums: []float64{0}}
	for k := range day {
		h.sums = append(h.sums, h.sums[k]+day[len(day)-1-k])
	}
	h.perMinute = h.sums[len(day)] / (24 * 60)
	return h
}

// last returns how many requests came in the last k windows.
func (h *history) last(k int) float64 {
	if k <= 0 {
		return 0
	}
	day := len(h.sums) - 1
	return float64(float64(k/day)*h.sums[day]) + h.sums[k%day]
}
