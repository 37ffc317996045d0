package dns_test

import (
	"testing"
	"time"

	"failsim/models/dns"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// A quiet resolver's answer is as old as the client's question that it was asked for.
func TestAQuietResolverAsksWhenAClientDoes(t *testing.T) {
	r := dns.NewResolvers(sim.NewKey(1, 0), 2, 30*time.Second, nil)
	assert.False(t, r.Quiet())
	r.BeQuiet(2)
	at := func(name, i int, now float64) float64 {
		asked, _ := r.AskedFor(name, i, sim.Time(sim.FromSeconds(now)))
		return asked.Sub(0).Seconds()
	}
	assert.Equal(t, 100.0, at(0, 0, 100), "nobody had asked")
	assert.Equal(t, 100.0, at(0, 0, 129.9))
	assert.Equal(t, 110.0, at(1, 0, 110), "for another name")
	assert.Equal(t, 120.0, at(0, 1, 120), "another resolver")
	assert.Equal(t, 130.0, at(0, 0, 130), "its answer has run out")
}
