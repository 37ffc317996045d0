package file

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNearestGuessesWhatWasMeant(t *testing.T) {
	words := []string{"weight", "rank", "region", "capacity", "aws/us-east-1", "aws/us-west-2", "gcp/us-east4", "at"}
	for word, want := range map[string]string{
		"weigth":        "weight", // letters swapped
		"Region":        "region",
		"regoins":       "region",
		"capcity":       "capacity",
		"us-east-1":     "aws/us-east-1", // a region without its provider
		"aws/us-east1":  "aws/us-east-1",
		"aws/us-east-2": "aws/us-east-1", // of two at the same distance, the first
		"ranl":          "rank",
	} {
		got, ok := Nearest(word, words)
		assert.True(t, ok, word)
		assert.Equal(t, want, got, word)
	}
	for _, word := range []string{"", "colour", "xy", "rnka", "eu-west-1", strings.Repeat("weight", 100)} {
		_, ok := Nearest(word, words)
		assert.False(t, ok, word)
	}
	_, ok := Nearest("east", []string{"a/east", "b/east"})
	assert.False(t, ok, "an ambiguous short name")
}
