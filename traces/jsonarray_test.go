package traces

import (
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

const oneInArray = `{"time": "2024-03-12T06:25:24Z", "client": "a\"b]", "status": 200}`
const twoInArray = `{"time": "2024-03-12T06:25:25Z",
  "more": [{"x": [1, 2]}, "}"], "status": 500}`

func TestElementsOfJSONArraysAreReadAsLines(t *testing.T) {
	for name, text := range map[string]string{
		"an array":                 "[" + oneInArray + "," + twoInArray + "]",
		"pretty":                   "[\n  " + oneInArray + ",\n  " + twoInArray + "\n]\n",
		"in an object":             `{"records": [` + oneInArray + "," + twoInArray + "]}",
		"with more beside it":      `{"Records": [` + oneInArray + "," + twoInArray + `], "next": {"a": [1]}, "n": 12, "last": null}`,
		"an object a line":         `{"records": [` + oneInArray + "]}\n" + `{"records": [` + twoInArray + "]}\n",
		"arrays behind each other": "[" + oneInArray + "]\n[]\n[" + twoInArray + "]",
		"with a byte order mark":   "\ufeff[" + oneInArray + "," + twoInArray + "]",
	} {
		t.Run(name, func(t *testing.T) {
			s, err := ofText([]byte(text), Options{})
			require.NoError(t, err)
			require.Equal(t, []string{"jsonl", "JSON array"}, []string{s.Info().Format, s.Info().Packing})
			var got []uint16
			for _, r := range readAll(t, s, Span{}) {
				got = append(got, r.Status)
			}
			require.Equal(t, []uint16{200, 500}, got)
		})
	}
}

func TestAJSONArrayThatIsNoneIsRefused(t *testing.T) {
	for text, message := range map[string]string{
		"[" + oneInArray:                            "trace: the JSON array is cut short: its end is missing",
		"[" + oneInArray + "," + oneInArray[:20]:    "trace: the JSON array is cut short: its end is missing",
		`{"records": [` + oneInArray + "]":          "trace: the JSON array is cut short: its end is missing",
		"[" + oneInArray + " " + twoInArray + "]":   "trace: the JSON array is malformed: neither a comma nor its end follows an element",
		"[" + oneInArray + "]\n" + oneInArray:       "trace: an object beside the JSON arrays holds no array of records",
		"[" + oneInArray + "] and more":             "trace: the JSON is malformed: neither an array nor an object that holds one begins here",
		"[" + oneInArray + ",\n" + `{"status": 1}]`: "trace:2:1: the field of the time is missing (1 malformed line in the file; --skip-bad 1 leaves it out and counts it)",
		"[{\"time\": 1}, {\"time\": tru}]":          "the line is nearly of the format jsonl, but a time alone does not show that each row is a request",
		"[]":                                        "trace: the file is empty",
	} {
		_, err := ofText([]byte(text), Options{})
		require.ErrorContains(t, err, message, text)
		var input *format.InputError
		require.ErrorAs(t, err, &input)
	}
}

func TestUTF16IsRead(t *testing.T) {
	plain := logAt(5, 6, 9)
	want := play(t, inMemory(t, []byte(plain)), Window{Whole: true})
	for _, c := range []struct {
		packing string
		mark    bool
		low     int // index of the low byte
	}{{"UTF-16LE", true, 0}, {"UTF-16BE", true, 1}, {"UTF-16LE", false, 0}, {"UTF-16BE", false, 1}} {
		text := plain
		if c.mark {
			text = "\ufeff" + text
		}
		var b []byte
		for _, u := range utf16.Encode([]rune(text)) {
			pair := []byte{byte(u), byte(u)}
			pair[1-c.low] = byte(u >> 8)
			b = append(b, pair...)
		}
		for packing, content := range map[string][]byte{c.packing: b, "gzip, " + c.packing: gzipped(t, string(b))} {
			s := inMemory(t, content)
			require.Equal(t, packing, s.Info().Packing)
			require.Equal(t, want, play(t, s, Window{Whole: true}))
		}
	}
}
