package importer

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/config"
)

// Envoy's limits of a cluster were dropped without a word. Over HTTP/1 as many requests
// are there as have a connection or wait for one; over HTTP/2 max_requests decides; what
// is not said is 1024.
func TestEnvoysLimitsAreSharedByServers(t *testing.T) {
	for _, c := range []struct {
		says map[string]string
		want string
	}{
		{map[string]string{"max_connections": "40", "max_pending": "20"}, "15"},                  // (40 + 20) / 4
		{map[string]string{"max_connections": "40", "max_pending": "20", "http2": "yes"}, "256"}, // 1024 / 4
		{map[string]string{"max_requests": "50"}, "13"},                                          // 50 / 4, rounded up
		{map[string]string{"max_pending": "0", "max_connections": "8"}, "2"},
		{map[string]string{"host.max_connections": "3", "max_pending": "8"}, "5"}, // 3 + 8 / 4
		{map[string]string{"max_retries": "9"}, ""},
	} {
		at := config.Place{File: "envoy.yaml", Line: 7}
		l := config.Layer{Kind: config.Balancer, Program: "envoy", Name: "app", Place: at, Values: map[string]config.Value{}}
		for i := range 4 {
			l.Servers = append(l.Servers, config.Server{Address: "192.0.2." + string(rune('1'+i)), Place: at})
		}
		for k, text := range c.says {
			l.Set(k, text, at)
		}
		p := plan(t, &config.Reading{Layers: []config.Layer{l}}, "")
		text := p.Scenario(nil)
		read(t, text)
		if c.want == "" {
			assert.Empty(t, p.atOnce.Text)
			assert.Contains(t, text, "# Not said here: envoy.yaml:7: max_retries 9, how many may be at once, is not simulated")
			continue
		}
		assert.Contains(t, text, "queue-capacity: "+c.want+"   # envoy.yaml:7: at most ")
		p.worksOn(1)
		assert.Contains(t, p.Scenario(nil), "queue-capacity: "+map[string]string{"15": "14", "256": "255", "13": "12", "2": "1", "5": "4"}[c.want]+"   # envoy.yaml:7: at most ", "one works, and the others wait")
	}
}

// A budget of maxUnavailable, and shares of copies, were read and never looked at.
func TestABudgetKeepsWhatKubernetesKeeps(t *testing.T) {
	for _, c := range []struct {
		key, text string
		least     int
	}{{"min-available", "3", 3}, {"min-available", "50%", 4}, {"max-unavailable", "2", 5}, {"max-unavailable", "30%", 4}, {"max-unavailable", "100%", 0}} {
		b := config.Layer{Kind: config.Budget, Values: map[string]config.Value{c.key: {Text: c.text}}}
		_, least, ok := (&Plan{Servers: 7}).leaves(&b)
		assert.True(t, ok)
		assert.Equal(t, c.least, least, "%+v", c)
	}
}

// Of 40 servers and a load for eleven most would have worked on nothing at all, and a
// drill that takes one of them away would have taken nothing. By hand: where 10 requests a
// second keep 7 servers busy 150 % of that are 10.5; 40 that work on one each need
// 10/s x 40/10.5 = 38/s. With a log the load stands, and there is so much more to
// spare: 40/7.
func TestEachServerOfTheFilesWorksOnSomething(t *testing.T) {
	l := config.Layer{Kind: config.Balancer, Program: "haproxy", Name: "web", Place: config.Place{File: "x.cfg", Line: 7}}
	for range 40 {
		l.Servers = append(l.Servers, config.Server{Address: "192.0.2.1:80"})
	}
	p := plan(t, &config.Reading{Layers: []config.Layer{l}}, "")
	p.Sized(7)
	assert.Equal(t, "38/s", p.Rate.Text)
	assert.Equal(t, "150%", p.Capacity.Text)
	p = plan(t, &config.Reading{Layers: []config.Layer{l}}, "")
	p.Logged(&Log{Path: "a.log", Name: "a.log"})
	p.Sized(7)
	assert.Equal(t, "571.4%", p.Capacity.Text)
	read(t, p.Scenario(nil))
}
