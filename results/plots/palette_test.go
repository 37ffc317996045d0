package plots

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestKnownNamesKeepTheirColours(t *testing.T) {
	alone := looks([]string{"self-healing"})[0]
	assert.Equal(t, alone, looks([]string{"x", "single-provider", "self-healing"})[2])
	seen := map[string]string{}
	for _, c := range causeColours {
		key := fmt.Sprint(c.colour)
		assert.Empty(t, seen[key], "%s and %s share a colour", seen[key], c.name)
		seen[key] = c.name
	}
}

func TestDesignsOfOneFigureLookDifferent(t *testing.T) {
	var names []string
	for _, d := range designLooks {
		names = append(names, d.name)
	}
	for i := range 8 {
		names = append(names, fmt.Sprint("my-design-", i))
	}
	seen := map[string]string{}
	for i, l := range looks(names) {
		assert.Empty(t, seen[fmt.Sprint(l)], "%s looks like %s", names[i], seen[fmt.Sprint(l)])
		seen[fmt.Sprint(l)] = names[i]
	}
}

func TestWordsForNumbers(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 1e-8: "<0.0001 %", 0.00011: "0.011 %", 0.0028: "0.28 %", 0.068: "6.80 %", 0.189: "18.9 %", 1: "100 %",
	} {
		assert.Equal(t, want, percent(share))
	}
	for d, want := range map[time.Duration]string{
		0: "0 ms", 40 * time.Second: "40 s", 81 * time.Minute: "1 h 21 min", 1421 * time.Minute: "23 h 41 min", 76 * time.Hour: "3 d 4 h",
		10 * time.Minute: "10 min", 280 * time.Second: "4 min 40 s", 24 * time.Hour: "24 h", -time.Minute: "−1 min",
	} {
		assert.Equal(t, want, duration(d))
	}
	assert.Equal(t, "12\u00a0345\u00a0678", count(12345678))
}
