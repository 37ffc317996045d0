package queue_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/queue"
	"failsim/strategies"
)

// stopped runs a file and returns why it was stopped, nil if it was not.
func stopped(t *testing.T, text string) (b *queue.Backlog) {
	t.Helper()
	spec, err := queue.Read("file.yaml", []byte(text), strategies.All())
	require.NoError(t, err)
	defer func() {
		if p := recover(); p != nil {
			b = p.(*queue.Backlog)
		}
	}()
	queue.Run(spec, 1, 0)
	return nil
}

// By hand: ten clients a second come to a server that answers one a second and
// has no queue. Who is refused tries again a second later, for ever, so that from
// the first second on nine more a second are waiting: 1,000 after 111 s. The
// mistake was to go on until the memory was full.
func TestRetriesWithoutLimitEndWithTheirBacklog(t *testing.T) {
	file := func(rate, schedule, retry, most string) string {
		return fmt.Sprintf(`queueing: crowded
length: 1000s
warm-up: none
arrivals:
  - {stream: web, rate: %s, to: door, retry: %s%s}
stations:
  - {station: door, servers: %s, queue-capacity: 0, service: 1s%s}
`, rate, retry, most, map[bool]string{true: "1", false: "40"}[schedule == ""], schedule)
	}
	const forEver = "{attempts: unlimited, wait: 1s}"
	b := stopped(t, file("10/s", "", forEver, ", most-waiting: 1000"))
	require.NotNil(t, b)
	assert.Equal(t, "web", b.Stream)
	assert.Equal(t, 1001, b.Waiting)
	assert.InDelta(t, 111, b.At.Seconds(), 12, "three standard deviations of 1,100 arrivals")
	assert.Less(t, b.Since, 5*time.Second)
	assert.Contains(t, b.Error(), "stream web: retry: attempts without limit: at ")

	b = stopped(t, file("10/s", ", schedule: [{at: 500s, servers: 1}]", forEver, ", most-waiting: 1000"))
	require.NotNil(t, b)
	assert.InDelta(t, 500, b.Since.Seconds(), 5, "it grows from when the servers are gone")
	assert.InDelta(t, 611, b.At.Seconds(), 12)

	b = stopped(t, file("1000/s", "", "{fixed: {attempts: 1000000, wait: 20s}}", ""))
	require.NotNil(t, b)
	assert.Equal(t, 100_001, b.Waiting, "by default")
	assert.InDelta(t, 100.1, b.At.Seconds(), 2)
	assert.Contains(t, b.Error(), "stream web: retry: fixed: at ")

	assert.Nil(t, stopped(t, file("10/s", ", schedule: [{at: 500s, servers: 20}]", forEver, ", most-waiting: 1000")), "servers enough never see so many")
}
