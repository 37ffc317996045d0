package traces

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

// play returns all arrivals of a window.
func play(t testing.TB, s Source, w Window) []request.Arrival {
	t.Helper()
	r, err := s.Open(w)
	require.NoError(t, err)
	defer r.Close()
	all := drain(r)
	require.NoError(t, r.Err())
	return all
}

func drain(arrivals request.Arrivals) []request.Arrival {
	return slices.Collect(request.All(arrivals))
}

func requireOrdered(t testing.TB, all []request.Arrival) {
	t.Helper()
	last := sim.Time(0)
	for i := range all {
		if all[i].At < last { // not by require, which is slow for millions
			require.GreaterOrEqual(t, all[i].At, last, "arrival %d", i)
		}
		last = all[i].At
	}
}

// office is the small log of testdata.
func office(t testing.TB) Source {
	t.Helper()
	s, err := File("testdata/office.log", Options{Key: 1})
	require.NoError(t, err)
	return s
}

// real returns the path of a real trace, which stands beside the repository
// (or in the folder that FAILSIM_TRACES names), and skips the test without it.
func real(t testing.TB, name string) string {
	t.Helper()
	folder := os.Getenv("FAILSIM_TRACES")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "traces")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the real trace %s is not here; set FAILSIM_TRACES to the folder that holds it", name)
	}
	return path
}

// ledgerOf is how far the scan came that an error ended.
func ledgerOf(err error) Ledger {
	var scan *ScanError
	if errors.As(err, &scan) {
		return scan.Ledger
	}
	return Ledger{}
}

func requireIdentity(t testing.TB, l Ledger) {
	t.Helper()
	require.Equal(t, l.Read, l.Accepted+l.Skipped+l.SetAside+l.Refused, "read = accepted + skipped + set aside + refused")
	var reasons int64
	for _, r := range l.Reasons {
		reasons += r.Count
	}
	require.Equal(t, l.Bad(), reasons, "each malformed line has one reason")
	var asides int64
	for _, r := range l.Asides {
		asides += r.Count
	}
	require.Equal(t, l.SetAside, asides, "each line that stands aside has one kind")
}
