package format

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEachFormatSaysWhenItsStampsAreTakenOrThatItIsNotKnown(t *testing.T) {
	for i := range formats {
		f := &formats[i]
		if f.stamp.at != stampUnknown {
			require.NotEmpty(t, f.stamp.source, "%s: who says so", f.name)
		}
		if f.layout != nil {
			_, err := ParseFields(f.layout.fields)
			require.NoError(t, err, f.name)
			require.GreaterOrEqual(t, len(f.layout.signs), 2, f.name)
		}
	}
}
