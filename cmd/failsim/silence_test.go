package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// logged is an access log of one request a second that begins at a clock time.
func logged(t *testing.T, clock string, seconds int) string {
	t.Helper()
	begun, err := time.Parse("15:04:05", clock)
	require.NoError(t, err)
	var b strings.Builder
	for i := range seconds {
		at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(begun.Hour())*time.Hour + time.Duration(begun.Minute())*time.Minute + time.Duration(i)*time.Second)
		fmt.Fprintf(&b, "10.0.0.%d - - [%s] \"GET / HTTP/1.1\" 200 17\n", i%200, at.Format("02/Jan/2006:15:04:05 -0700"))
	}
	return writtenFile(t, "access.log", b.String())
}

// The mistake was to begin at midnight, where a log of the morning has nothing.
func TestAScenarioThatStatesNoStartBeginsWithTheLog(t *testing.T) {
	shop := writtenFile(t, "shop.yaml", string(minimal))
	morning := logged(t, "08:00:00", 3600)
	o := failsim("compare", shop, "--trace", morning, "--replications", "2", "--incident", "region-loss", "--designs", "one-region", "--out", outIn(t)).requireDone(t)
	assert.Contains(t, o.stdout, "Missed in region-loss: one-region", "the fault begins after half an hour, and takes the second")
	assert.Contains(t, failsim("compare", writtenFile(t, "shop.yaml", string(minimal)+"start: 2026-01-05T00:00:00Z\n"), "--trace", morning, "--out", outIn(t)).stderr,
		"no request falls into the scenario's time: the trace is of 2026-03-01T08:00:00Z to 2026-03-01T08:59:59Z, the run of the 8h0m0s from 00:00:00 on by the clock; with start: 2026-03-01T08:00:00Z")
}

func TestAFaultThatNoRequestMeetsTellsNothing(t *testing.T) {
	shop, short := writtenFile(t, "shop.yaml", string(minimal)), logged(t, "08:00:00", 600)
	o := failsim("compare", shop, "--trace", short, "--replications", "2", "--incident", "region-loss", "--expect", "availability >= 90%", "--out", outIn(t))
	assert.Equal(t, statusNo, o.status)
	assert.Contains(t, o.stdout, "No request fell into the fault of region-loss, so nothing is known of it")
	assert.Contains(t, o.stdout, "undecided: no request fell into the fault")
	assert.NotContains(t, o.stdout, "Too few runs")
	assert.Contains(t, failsim("check", shop, "--trace", short).requireDone(t).stdout,
		"note: region-loss: no request falls into the fault, which begins 30m after the traces do: let it begin earlier (at), or play longer traces\n")
	assert.NotContains(t, failsim("check", shop).requireDone(t).stdout, "no request", "a rate has no end")
}

func TestARoundTripThatNobodyGaveIsSpokenOf(t *testing.T) {
	lacking := strings.Replace(string(minimal), ", aws/eu-central-1: 45ms", "", 1)
	said := failsim("check", writtenFile(t, "shop.yaml", lacking)).requireDone(t).stdout
	assert.Contains(t, said, "note: home: no round trip (rtt) is given to aws/eu-central-1: 100 ms is taken (assumption)\n")
	assert.NotContains(t, failsim("check", writtenFile(t, "shop.yaml", string(minimal))).requireDone(t).stdout, "round trip")
}

func TestATraceThatIsNotThereIsRefusedWhereItIsNamed(t *testing.T) {
	named := strings.Replace(string(minimal), "rate: 40/s", "trace: {file: nothere.log}", 1)
	path := writtenFile(t, "shop.yaml", named)
	line := 1 + strings.Count(named[:strings.Index(named, "nothere.log")], "\n")
	o := failsim("check", path)
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, fmt.Sprintf("shop.yaml:%d:", line))
	assert.Contains(t, o.stderr, "nothere.log: no such file")
}

func TestABinaryFileIsNotPrinted(t *testing.T) {
	for text, says := range map[string]string{"\x7fELF\x02\x00\x00\xff": "a binary file", "\x1f\x8b\x08\x08\xff": "packed with gzip", "\xff\xfea\x00": "UTF-16"} {
		o := failsim("check", writtenFile(t, "a.yaml", text))
		assert.Equal(t, statusBadInput, o.status)
		assert.Contains(t, o.stderr, "a.yaml:1:1: this is no text but a binary file")
		assert.Contains(t, o.stderr, says)
		assert.NotContains(t, o.stderr, "\ufffd")
	}
}

func TestTheOnlyServerIsOne(t *testing.T) {
	said := failsim("check", writtenFile(t, "shop.yaml", strings.Replace(string(minimal), "rate: 40/s", "rate: 5/s", 1))).requireDone(t).stdout
	assert.Contains(t, said, "the only server for home at aws/eu-west-1 stands in 1 of its 3 zones")
	assert.NotContains(t, said, "1 servers")
}
