package traces

import (
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// Names are looked up as in the line before; they may come in another order,
// within other objects, escaped, or not at all.
func TestMembersInAnyOrderAreFound(t *testing.T) {
	text := `{"time":"2024-03-12T06:25:24Z","client":{"ip":"a","port":1},"status":200}
{"time":"2024-03-12T06:25:25Z","client":{"port":2,"ip":"a"},"status":201}
{"client":{"ip":"b"},"time":"2024-03-12T06:25:26Z","status" : 202}
{"status":203,"client":{"status":500,"ip":"b"},"time":"2024-03-12T06:25:27Z"}
{"status":204,"ip":"x","client":{"ip":"a"},"time":"2024-03-12T06:25:28Z"}
{"statu":1,"status2":2,"time":"2024-03-12T06:25:29Z","client":{"ip":"b"},"status":205}
{"time":"2024-03-12T06:25:30Z","client":{"ip":"a"},"status":206}
`
	s, err := ofText([]byte(text), Options{Fields: format.Fields{Client: "client.ip", Time: "time", Status: "status"}})
	require.NoError(t, err)
	all := readAll(t, s, Span{})
	require.Len(t, all, 7)
	for i, r := range all {
		require.Equal(t, uint16(200+i), r.Status)
		require.Equal(t, []bool{true, true, false, false, true, false, true}[i], r.Client == all[0].Client, "line %d", i+1)
	}
}
