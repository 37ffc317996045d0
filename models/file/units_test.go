package file

import (
	"math"
	"testing"
	"testing/quick"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDurationsAreReadExactly(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s": 0, "5m": 5 * time.Minute, "2d": 48 * time.Hour, "1w": 168 * time.Hour, "1h30m": 90 * time.Minute,
		"72.5ms": 72500 * time.Microsecond, "1.5h": 90 * time.Minute, "1d2h3m4.5s": 26*time.Hour + 3*time.Minute + 4500*time.Millisecond,
		"3us": 3000, "3µs": 3000, "7ns": 7, "0.4ns": 0, "0.5ns": 1, "0.1s": 100 * time.Millisecond,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "5", "m", "5 m", " 5m", "5m ", "5M", "1m1h", "1h1h", "1.5h3m", ".5s", "5.s", "1e3s", "-5m", "+5m", "1_000s", "٣s",
		"inf", "NaN", "0x5s", "9999999999d", "5m3", "h5", "--5m", "1..5s",
	} {
		_, err := ParseDuration(text)
		assert.Error(t, err, text)
	}
}

func TestOffsetsMayBeNegative(t *testing.T) {
	for text, want := range map[string]time.Duration{"-6h": -6 * time.Hour, "+5h30m": 330 * time.Minute, "1h": time.Hour} {
		got, err := ParseOffset(text)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, text := range []string{"", "-", "--6h", "-+6h", "6"} {
		_, err := ParseOffset(text)
		assert.Error(t, err, text)
	}
}

func TestDurationsThatArePrintedReadAsTheSame(t *testing.T) {
	same := func(ns int64) bool {
		d := time.Duration(max(ns, -math.MaxInt64))
		back, err := ParseOffset(FormatDuration(d))
		return err == nil && back == d
	}
	require.NoError(t, quick.Check(same, &quick.Config{MaxCount: 5000}))
	require.NoError(t, quick.Check(func(ns int32) bool { return same(int64(ns)) }, nil))
}

func TestRates(t *testing.T) {
	for text, perSecond := range map[string]float64{"40/s": 40, "2k/s": 2000, "1.5M/s": 1.5e6, "120/min": 2, "0.0685/h": 0.0685 / 3600, "0/s": 0, "86400/d": 1} {
		r, err := ParseRate(text)
		require.NoError(t, err)
		assert.InDelta(t, perSecond, r.PerSecond(), 1e-15, text)
		back, err := ParseRate(r.String())
		require.NoError(t, err)
		assert.Equal(t, r, back)
	}
	hourly, err := ParseRate("0.0685/h")
	require.NoError(t, err)
	assert.Equal(t, 0.0685, hourly.PerHour())
	assert.Equal(t, "0.0685/h", hourly.String())
	assert.Equal(t, "0.5/s", Rate{Count: 1, Seconds: 2}.String())
	for _, text := range []string{"", "40", "40/", "/s", "k/s", "40 /s", "40/S", "40kk/s", "-1/s", "1e3/s", "40/m", "inf/s", "40s"} {
		_, err := ParseRate(text)
		assert.Error(t, err, text)
	}
}

func TestSharesAreTheNearestNumber(t *testing.T) {
	for text, want := range map[string]float64{"6.8%": 0.068, "99.95%": 0.9995, "150%": 1.5, "0%": 0, "0.05%": 0.0005, "100%": 1} {
		got, err := ParseShare(text)
		require.NoError(t, err)
		assert.Equal(t, want, got, text)
		assert.Equal(t, text, FormatShare(got))
	}
	for _, text := range []string{"", "%", "0.068", "5 %", "-5%", "5%%", "1e2%", "nan%"} {
		_, err := ParseShare(text)
		assert.Error(t, err, text)
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]float64{"60KB": 60e3, "60KiB": 61440, "1.5MB": 1.5e6, "1GB": 1e9, "2TiB": 2 << 40, "0B": 0, "17B": 17} {
		got, err := ParseSize(text)
		require.NoError(t, err)
		assert.Equal(t, want, got, text)
		assert.Equal(t, text, FormatSize(got))
	}
	for _, text := range []string{"", "60", "60K", "60k", "60kb", "60Kb", "-1B", "KB", "60 KB"} {
		_, err := ParseSize(text)
		assert.Error(t, err, text)
	}
}

func TestNumbersThatArePrintedReadAsTheSame(t *testing.T) {
	finite := func(x float64) float64 {
		if x = math.Abs(x); math.IsNaN(x) || x > 1e300 {
			return 1.0 / 3
		}
		return x
	}
	require.NoError(t, quick.Check(func(x float64) bool {
		x = finite(x)
		number, err1 := ParseNumber(decimal(x, 0))
		share, err2 := ParseShare(FormatShare(x))
		size, err3 := ParseSize(FormatSize(x))
		return err1 == nil && err2 == nil && err3 == nil && number == x && share == x && size == x
	}, &quick.Config{MaxCount: 3000}))
}

func TestPlainNumbersAndCounts(t *testing.T) {
	x, err := ParseNumber("5.5")
	require.NoError(t, err)
	assert.Equal(t, 5.5, x)
	n, err := ParseCount("007")
	require.NoError(t, err)
	assert.Equal(t, 7, n)
	for _, text := range []string{"", "-1", "1e3", ".5", "5.", "1,5", "1_0", "inf", "NaN", "0x1"} {
		_, err := ParseNumber(text)
		assert.Error(t, err, text)
		_, err = ParseCount(text)
		assert.Error(t, err, text)
	}
}
