package queue

import (
	"math"

	"failsim/models/policy"
	"failsim/sim/portable"
)

// attemptsAtLeast returns how many attempts a request of a stream takes at least,
// where services end in errors and all else goes well; 1 if its retries are
// not known beforehand. A group's members fail at the least of their shares.
func (st *Stream) attemptsAtLeast(s *Spec) float64 {
	l, known := st.Retry.(policy.Limited)
	if !known || st.To.Cache > 0 {
		return 1
	}
	most, always := l.AttemptsAtMost()
	if !always {
		return 1
	}
	fails := 1.0
	for _, m := range s.membersOf(st.To) {
		fails = min(fails, s.Stations[m].Fails.Share)
	}
	if fails == 1 {
		return float64(most)
	}
	return (1 - portable.Pow(fails, float64(most))) / (1 - fails)
}

// relaxation returns the time, in seconds, in which a station that is alone
// and meets Poisson arrivals forgets how it began, or less: at a load rho,
// (1+c2)/2 / (mu (1-sqrt(rho))^2) with all servers' rate mu and squared
// variation of services c2, exact for M/M/1 (Cohen 1982; Abate and Whitt 1987),
// of which c2 is left out. 0: it is not known.
func (s *Spec) relaxation(station int, rho float64) float64 {
	st := &s.Stations[station]
	if st.Group >= 0 || st.Scales != nil || st.Breaks != nil || st.Admits.PerSecond > 0 || rho >= 1 {
		return 0
	}
	for i := range s.Streams {
		if to := &s.Streams[i]; to.To == (Target{Index: station}) && (!to.Arrivals.poisson || to.Patience != nil) {
			return 0
		}
		for _, m := range s.membersOf(s.Streams[i].To) {
			if m == station && s.Streams[i].To.Cache > 0 {
				return 0
			}
		}
	}
	mean, _ := st.work()
	return 0.5 * mean.Seconds() / float64(st.Servers) / portable.Pow(1-math.Sqrt(rho), 2)
}
