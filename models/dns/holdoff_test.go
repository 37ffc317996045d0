package dns_test

import (
	"testing"
	"time"

	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// silenced is an authority that says nothing from 1000 s on, for a time, and a resolver
// with a TTL of a second that forgets so long after the silence has begun.
func silenced(last, forgets time.Duration, h dns.HoldOff) (a *dns.Authority, r *dns.Resolvers) {
	a = dns.NewAuthority([]sim.Key{sim.NewKey(1, 0)}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}}})
	r = dns.NewResolvers(sim.NewKey(2, 0), 1, time.Second, nil)
	const from = 1000 * time.Second
	if h.For > 0 {
		r.HoldOff(h, func(int) time.Duration { return (from + forgets) % h.For })
	}
	a.Silence(sim.Time(from), 1)
	if last > 0 {
		a.Silence(sim.Time(from+last), 0)
	}
	return a, r
}

func hears(a *dns.Authority, r *dns.Resolvers, after time.Duration) bool {
	now := sim.Time(1000*time.Second + after)
	asked, question := r.Asked(0, now)
	_, ok := a.Heard(0, r, 0, asked, now, question)
	return ok
}

// unbound's last times to ask were seen at about 15, 31, 62 and 116 s: an outage of 20 s
// lasts 30 s, one of 61 s two minutes, and one of more until it forgets.
func TestAResolverThatHoldsOffMakesASilenceLonger(t *testing.T) {
	unbound := dns.HoldOff{After: 2 * time.Minute, For: 15 * time.Minute}
	for _, c := range []struct {
		lasts, forgets time.Duration
		hears          time.Duration // in seconds since the silence began
	}{
		{20 * time.Second, 14 * time.Minute, 30 * time.Second},
		{61 * time.Second, 14 * time.Minute, 120 * time.Second},
		{121 * time.Second, 14 * time.Minute, 14 * time.Minute},
		{150 * time.Second, 100 * time.Second, 160 * time.Second},                       // forgets at 100 s, so asks then, and after 60 s again
		{400 * time.Second, 100 * time.Second, 1000 * time.Second},                      // 100 s and 15 minutes
		{400 * time.Second, 399 * time.Second, 399*time.Second + 1875*time.Millisecond}, // 2 minutes / 64
	} {
		a, r := silenced(c.lasts, c.forgets, unbound)
		assert.False(t, hears(a, r, c.hears-time.Millisecond), c)
		assert.True(t, hears(a, r, c.hears+time.Millisecond), c)
		assert.True(t, hears(a, r, c.hears+time.Hour), c)
		assert.True(t, hears(a, r, -time.Millisecond), "before")
	}
}

// One that holds off from nothing is answered as soon as there is an answer.
func TestAResolverAsksASilentAuthorityWithEachQuestion(t *testing.T) {
	a, r := silenced(150*time.Second, 0, dns.HoldOff{})
	assert.False(t, hears(a, r, 149*time.Second))
	assert.True(t, hears(a, r, 150*time.Second))
	a, r = silenced(0, 0, dns.HoldOff{})
	assert.False(t, hears(a, r, time.Hour))
}

// An authority that falls silent again while a resolver holds off is still silent for it.
func TestASecondSilenceMayNotBeNoticed(t *testing.T) {
	a, r := silenced(20*time.Second, 14*time.Minute, dns.HoldOff{After: 2 * time.Minute, For: 15 * time.Minute})
	a.Silence(sim.Time(1025*time.Second), 1)
	a.Silence(sim.Time(1031*time.Second), 0)
	assert.False(t, hears(a, r, 59*time.Second))
	assert.True(t, hears(a, r, 61*time.Second), "it asked at 30 s, within the second, and again at 60 s")
}
