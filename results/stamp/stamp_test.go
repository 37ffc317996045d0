package stamp

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFileSaysItsSchemaAndWhoMadeIt(t *testing.T) {
	var dots bytes.Buffer
	require.NoError(t, png.Encode(&dots, image.NewGray(image.Rect(0, 0, 3, 2))))
	stamped := Into("plots/a.png", dots.Bytes(), "failsim/plot/1, failsim 1.2.3")
	again, err := png.Decode(bytes.NewReader(stamped)) // which checks the sum of each chunk
	require.NoError(t, err)
	assert.Equal(t, image.Rect(0, 0, 3, 2), again.Bounds())
	assert.Contains(t, string(stamped), "tEXtSoftware\x00failsim/plot/1, failsim 1.2.3")

	for _, c := range []struct{ name, data, want string }{
		{"plots/a.svg", `<svg width="1"><title>a</title></svg>`, "<svg width=\"1\">\n<metadata>failsim &lt;1&gt;</metadata><title>a</title></svg>"},
		{"summary.md", "# a\n", "# a\n\n<!-- failsim <1> -->\n"},
		{"lost.csv", "a,b\n", "a,b\n"},
		{"summary.json", `{"schema":"failsim/summary/2"}`, `{"schema":"failsim/summary/2"}`},
		{"scenario.yaml", "scenario: a\n", "scenario: a\n"},
	} {
		assert.Equal(t, c.want, string(Into(c.name, []byte(c.data), "failsim <1>")), c.name)
	}
}

func TestEachFileHasASchema(t *testing.T) {
	for name, want := range map[string]string{
		"timeline.csv": "failsim/timeline/1", "sweep.parquet": "failsim/sweep/1", "plots/x-cost.png": "failsim/plot/1", "report.html": "failsim/report-html/1",
		"scenario.yaml": "", "robust.json": "failsim/robust/1",
	} {
		assert.Equal(t, want, Schema(name, []byte(`{"schema":"failsim/robust/1"}`)), name)
	}
}
