package format

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The fields of CloudFront's real-time log may be chosen, and no header names
// them. Whichever are chosen beside those that failsim reads, they are found.
func TestFieldsOfARealTimeLogAreFoundWhicheverAreChosen(t *testing.T) {
	values := []string{"1710224724.123", "192.0.2.1", "0.021", "404", "504", "GET", "https", "d111.cloudfront.net", "/a", "223",
		"FRA56-P6", "AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKKLLLLMMMMNN==", "www.example.org", "0.034", "HTTP/2.0", "IPv4"}
	free := []int{6, 7, 8, 9, 10, 11, 12, 14, 15} // the others are always there
	for chosen := range 1 << len(free) {
		var line []string
		for i, v := range values {
			keep := true
			for bit, f := range free {
				if f == i {
					keep = chosen&(1<<bit) != 0
				}
			}
			if keep {
				line = append(line, v)
			}
		}
		text := strings.Join(line, "\t")
		of := newReading(Options{}, NewClasses())
		of.sample = [][]byte{[]byte(text)}
		var r Record
		require.Empty(t, newRealTime(of).parse([]byte(text), &r).Reason, text)
		require.EqualValues(t, 404, r.Status, text)
		require.EqualValues(t, 504, r.Bytes, text)
		require.Equal(t, 34*time.Millisecond, time.Duration(r.Duration), text)
		require.True(t, r.HasClient, text)
	}
}
