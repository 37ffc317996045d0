package queue

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOneServer(t *testing.T) {
	content, err := os.ReadFile("testdata/mm1.yaml")
	require.NoError(t, err)
	reports := run(t, string(content))
	const rho, mu = 0.8, 100.0
	const of = "station front"
	left := mu * (1 - rho)
	agrees(t, reports, of, "utilisation", rho)
	agrees(t, reports, of, "p_wait", rho)
	agrees(t, reports, of, "mean_wait", rho/left)
	agrees(t, reports, of, "mean_sojourn", 1/left)
	agrees(t, reports, of, "mean_in_system", rho/(1-rho))
	agrees(t, reports, of, "mean_queue", rho*rho/(1-rho))
	agrees(t, reports, of, "mean_in_system_seen", rho/(1-rho))
	agrees(t, reports, of, "wait_p50", math.Log(rho/0.5)/left)
	agrees(t, reports, of, "wait_p99", math.Log(rho/0.01)/left)
	agrees(t, reports, of, "sojourn_p50", math.Log(2)/left)
	agrees(t, reports, of, "sojourn_p99", math.Log(100)/left)
	agrees(t, reports, of, "tail_ge_5", math.Pow(rho, 5))
	agrees(t, reports, "stream web", "mean_latency", 1/left)
	agrees(t, reports, "stream web", "goodput", 80)
}
