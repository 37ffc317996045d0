package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// What tables say of a time or a duration in ways of their own.
func TestTimesAndDurationsAsTablesHaveThem(t *testing.T) {
	day := time.Date(2024, 3, 12, 6, 25, 24, 0, time.UTC)
	for _, c := range []struct {
		says, text string
		at         time.Time
		took       time.Duration
	}{
		{"date and time in two columns are one time", "date,time,client_ip,latency\n2024-03-12,06:25:24,192.0.2.1,12ms\n", day, 12 * time.Millisecond},
		{"so they are in JSON", `{"date":"2024-03-12","time":"06:25:24","client_ip":"192.0.2.1","latency_ms":12}` + "\n", day, 12 * time.Millisecond},
		{"a whole stamp in time is one beside a date", "date,time,client_ip,latency\n2024-03-12,2024-03-12T06:25:24Z,192.0.2.1,1.5 s\n", day, 1500 * time.Millisecond},
		{"a duration may be of ISO 8601", "time,client_ip,latency\n2024-03-12T06:25:24Z,192.0.2.1,PT1M0.25S\n", day, 60*time.Second + 250*time.Millisecond},
		{"between semicolons a comma is decimal", "time;client_ip;duration_ms\n2024-03-12T06:25:24Z;192.0.2.1;12,5\n", day, 12500 * time.Microsecond},
		{"and a point is, too", "time;client_ip;duration_ms\n2024-03-12T06:25:24Z;192.0.2.1;12.5\n", day, 12500 * time.Microsecond},
		{"Traefik's time of writing serves where StartUTC is dropped",
			`{"ClientHost":"192.0.2.1","DownstreamStatus":200,"DownstreamContentSize":12,"Duration":1500000000,"RequestMethod":"GET","time":"2024-03-12T06:25:25.5Z"}` + "\n", day, 1500 * time.Millisecond},
		{"or StartLocal, which is the start",
			`{"ClientHost":"192.0.2.1","DownstreamStatus":200,"Duration":1500000000,"RequestMethod":"GET","StartLocal":"2024-03-12T07:25:24+01:00","time":"2024-03-12T06:25:25Z"}` + "\n", day, 1500 * time.Millisecond},
	} {
		s, err := ofText([]byte(c.text), Options{})
		require.NoError(t, err, c.says)
		all := readAll(t, s, Span{})
		require.Len(t, all, 1, c.says)
		require.Equal(t, c.at, time.Unix(0, all[0].At).UTC(), c.says)
		require.Equal(t, c.took, time.Duration(all[0].Duration), c.says)
	}
	for says, text := range map[string]string{
		"between commas a comma in quotes is none":     "time,client_ip,duration_ms\n2024-03-12T06:25:24Z,192.0.2.1,\"12,5\"\n",
		"nor is it where it could be one of thousands": "time;client_ip;duration_ms\n2024-03-12T06:25:24Z;192.0.2.1;1,250,000\n",
		"or stands beside a point":                     "time;client_ip;duration_ms\n2024-03-12T06:25:24Z;192.0.2.1;1.250,5\n",
	} {
		_, err := ofText([]byte(text), Options{})
		require.ErrorContains(t, err, "the duration is not a number from 0 to 10^9 s", says)
	}
}

func TestQuotesOfApachesConfigurationMayBeEscaped(t *testing.T) {
	line := `192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" 18598` + "\n"
	for _, format := range []string{
		`%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %D`,
		`"%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %D"`,
		`LogFormat "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %D" timed`,
		`%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D`,
	} {
		s, err := ofText([]byte(line), Options{LogFormat: format})
		require.NoError(t, err, format)
		require.Equal(t, int64(18598*time.Microsecond), int64(readAll(t, s, Span{})[0].Duration), format)
	}
}

func TestADurationWithoutAUnitIsNotLostWithoutAWord(t *testing.T) {
	const text = "time,client,response_time\n2024-03-12T06:25:24Z,192.0.2.1,250\n"
	known := func(o Options) Known { return mustRead(t, text, o).Info().Known[1] }
	require.Equal(t, "neither the name nor the values of response_time show its unit; if they are milliseconds, say so: --fields duration=response_time:ms", known(Options{}).Hint)
	fields, err := format.ParseFields("duration=response_time:ms")
	require.NoError(t, err)
	require.Equal(t, Known{Meaning: "duration", Field: "response_time", Unit: "ms", Requests: 1, Of: 1}, known(Options{Fields: fields}), "the advice helps")
}
