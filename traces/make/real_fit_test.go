package maker

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces"
)

// A real day and one that is generated of its figures are bursty alike, which
// no figure of the fit was chosen for.
func TestADayGeneratedOfARealOnesFitIsAsBursty(t *testing.T) {
	s, err := traces.File(real(t, "epa-http-1995-08-29.clf.log.zst"), traces.Options{SkipBad: 21})
	require.NoError(t, err)
	f, err := Fit(s, 30*time.Minute)
	require.NoError(t, err)
	from := time.Date(1995, 8, 30, 4, 0, 0, 0, time.UTC)
	made := asTrace(t, time.Nanosecond, generate(t, &f.Model, from, daily, 1))
	want, err := Measure(s, 72)
	require.NoError(t, err)
	got, err := Measure(made, 72)
	require.NoError(t, err)
	for k := range want.Burstiness {
		require.InEpsilon(t, want.Burstiness[k].Dispersion, got.Burstiness[k].Dispersion, 0.25)
	}
	require.InEpsilon(t, want.Clients, got.Clients, 0.05)
}

func TestBuiltInShapesAreThoseOfTheProfiles(t *testing.T) {
	file, err := os.Open(real(t, "profiles.csv"))
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	profiles := map[string][]float64{}
	for _, row := range rows[1:] { // trace,bucket_kind,bucket,mean_rps,norm,covered_s
		rate, err := strconv.ParseFloat(row[4], 64)
		require.NoError(t, err)
		profiles[row[0]+" "+row[1]] = append(profiles[row[0]+" "+row[1]], rate)
	}
	for shape, profile := range map[string]string{"nasa-ksc": "nasa-ksc hour_of_week", "nasa-ksc-day": "nasa-ksc hour_of_day", "worldcup98": "worldcup98 hour_of_week",
		"worldcup98-day": "worldcup98 hour_of_day", "nab-elb": "nab-elb-request-count hour_of_week", "nab-elb-day": "nab-elb-request-count hour_of_day",
		"epa-http": "epa-http hour_of_day", "worldcup98-1998-06-30": "worldcup98-1998-06-30 minute_of_day", "worldcup98-1998-07-07": "worldcup98-1998-07-07 minute_of_day"} {
		rates, _, err := ShapeNamed(shape)
		require.NoError(t, err)
		require.InDeltaSlice(t, normalised(profiles[profile]), rates, 1e-9, shape)
	}
}
