package traces

import (
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

const apacheLine = `192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" `

func TestWholeNumbersBehindTheQuotesAreDurationsOnlyByName(t *testing.T) {
	s := mustRead(t, apacheLine+"18598\n", Options{})
	require.Equal(t, "clf", s.Info().Format)
	require.Equal(t, int64(format.NoDuration), readAll(t, s, Span{})[0].Duration)
	for format, took := range map[string]int64{"apache-d": 18598e3, "apache-ms": 18598e6, "apache-t": 18598e9} {
		s := mustRead(t, apacheLine+"18598\n", Options{Format: format})
		require.Equal(t, took, readAll(t, s, Span{})[0].Duration, format)
		require.Equal(t, int64(1710224724e9), readAll(t, s, Span{})[0].At, "Apache stamps the start")
	}
	_, err := ofText([]byte(apacheLine+"18\n"+apacheLine+"0.018\n"), Options{Format: "apache-d"})
	require.ErrorContains(t, err, "trace:2:")
}

func TestTwoNumbersAreSecondsAndMicrosecondsIfTheyAgree(t *testing.T) {
	for last, format := range map[string]string{"0/18598": "apache-td", "2/2999999": "apache-td", "2/3000000": "clf", "12/18598": "clf", "0/": "clf", "0/1/2": "clf", "1/-": "clf"} {
		require.Equal(t, format, mustRead(t, apacheLine+last+"\n", Options{}).Info().Format, last)
	}
	_, err := ofText([]byte(apacheLine+"0/18598\n"+apacheLine+"1/18598\n"+apacheLine+"0/18598\n"), Options{Format: "apache-td"})
	require.ErrorContains(t, err, "trace:2:82: %T/%D, the same time in seconds and in microseconds, does not stand at the end")
}
