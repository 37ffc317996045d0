package traces

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The client of each line is the same, however it is written: a port that was
// not cut off would make it another.
func TestTheSameClientIsTheSameInEveryFormat(t *testing.T) {
	want := readAll(t, mustRead(t, `192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1`+"\n", Options{Key: 1}), Span{})[0].Client
	for _, text := range []string{
		`192.0.2.1:4711 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1`,
		`192.0.2.1, 10.0.0.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1`,
		`www.example.org:443 192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1`,
		`192.0.2.1 - John Smith [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1`,
		`{"time":"2024-03-12T06:25:24Z","remote_addr":"192.0.2.1:4711","status":200}`,
		`{"time":"2024-03-12T06:25:24Z","client_ip":"[::ffff:192.0.2.1]:4711","status":200}`,
		"time,client,status\n2024-03-12T06:25:24Z,192.0.2.1:4711,200",
		"#Fields: date time c-ip X-Forwarded-For sc-status\n2024-03-12 06:25:24 10.0.0.5 192.0.2.1:4711,+10.0.0.1 200",
		`192.0.2.1:33317 [06/Feb/2024:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET / HTTP/1.1"`,
	} {
		all := readAll(t, mustRead(t, text+"\n", Options{Key: 1}), Span{})
		require.Len(t, all, 1, text)
		require.True(t, all[0].HasClient, text)
		require.Equal(t, want, all[0].Client, text)
	}
}

func mustRead(t testing.TB, text string, o Options) Source {
	t.Helper()
	s, err := ofText([]byte(text), o)
	require.NoError(t, err, text)
	return s
}
