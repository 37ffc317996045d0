package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

// The samples are those of the AWS user guides (CC BY-SA 4.0), cut short.
const (
	classicELB     = `2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -`
	classicTCP     = `2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.001069 0.000028 0.000041 - - 82 305 "- - - " "-" - -`
	applicationELB = `http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing "-"`
)

func TestALineOfALoadBalancerIsRead(t *testing.T) {
	for _, c := range []struct {
		name, line, at string
		bytes          uint32
	}{
		{"classic", classicELB, "2015-05-13T23:39:43.945958Z", 29},
		{"classic, TCP", classicTCP, "2015-05-13T23:39:43.945958Z", 305},
		{"application: its time is that of the answer, 1 ms after the request", applicationELB, "2018-11-30T22:23:00.185641Z", 366},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ofText([]byte(c.line), Options{})
			require.NoError(t, err)
			require.Equal(t, "aws-elb", s.Info().Format)
			require.Equal(t, c.at, s.Info().First.Format(time.RFC3339Nano))
			all := play(t, s, Window{Whole: true})
			require.Len(t, all, 1)
			require.Equal(t, c.bytes, all[0].Bytes)
			require.Zero(t, all[0].At)
		})
	}
	one, two := readAll(t, mustRead(t, classicELB, Options{}), Span{}), readAll(t, mustRead(t, applicationELB, Options{}), Span{})
	require.Equal(t, one[0].Client, two[0].Client, "a client is its address, without the port")
}

func TestALineOfALoadBalancerIsRefused(t *testing.T) {
	for _, c := range []struct{ name, line, message string }{
		{"without a time", "nonsense that goes on", "trace:2:1: the line begins with neither a type nor a time"},
		{"with a wrong time", "http 2018-13-30T22:23:00.186641Z a b c", "trace:2:6: the time is not of the form 2006-01-02T15:04:05.000000Z, years 1970 to 2199"},
		{"cut short", applicationELB[:100], "trace:2:99: the line ends before the request in quotes"},
		{"whose request does not end", classicELB[:125], "trace:2:117: the quotes of the request do not end"},
		{"without a request", classicELB[:116] + "GET", "trace:2:117: the request in quotes is missing"},
		{"with bytes of letters", classicELB[:113] + "xy" + classicELB[115:], "trace:2:114: the number of bytes sent is not a number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ofText([]byte(classicELB+"\n"+c.line), Options{Format: "aws-elb"})
			require.ErrorContains(t, err, c.message+" (1 malformed line")
		})
	}
}

func TestFineStampsArePlayedAsTheyStand(t *testing.T) {
	text := "TIMESTAMP,ContextTokens,GeneratedTokens\r\n" +
		"2023-11-16 18:17:03.9799600,4808,10\r\n" +
		"2023-11-16 18:17:04.0319600,3180,8\r\n" +
		"2023-11-16 18:17:03.9799601,110,27\r\n" +
		"2023-11-16 18:17:07,110,27"
	s, err := ofText([]byte(text), Options{Key: 1})
	require.NoError(t, err)
	require.Equal(t, "azure-llm", s.Info().Format)
	require.Equal(t, int64(1), s.Info().OutOfOrder)
	require.Equal(t, 51_999_900*time.Nanosecond, s.Info().FurthestBack)
	var at []sim.Time
	for _, a := range play(t, s, Window{Whole: true}) {
		at = append(at, a.At)
	}
	require.Equal(t, []sim.Time{0, 100, 52_000_000, 3_020_040_000}, at)

	aligned := play(t, s, Window{Clock: 18*time.Hour + 17*time.Minute + 3*time.Second + 979_960_050*time.Nanosecond})
	require.Equal(t, sim.Time(50), aligned[0].At)
	require.Equal(t, sim.Time(day)-50, aligned[3].At, "rotated to the nanosecond")
}
