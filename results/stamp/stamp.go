// Package stamp puts into a file of a result what made it, where its format has a
// place for that: pictures and tables leave their directories, and end in slides.
//
// It leaves out JSON, whose writers hold schema and version themselves, the review
// page, which shows them, the scenario, which is the user's file, and CSV and Parquet,
// which have no place that every reader skips: the manifest names their schema, the
// version, and each file's SHA-256.
package stamp

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"hash/crc32"
	"path"
	"slices"
	"strings"
)

// Schema returns the name of what a file of a result holds, with its version: a JSON
// file says it itself. That of the user's own scenario is "".
func Schema(name string, data []byte) string {
	base := path.Base(name)
	kind := strings.TrimSuffix(base, path.Ext(base))
	switch path.Ext(base) {
	case ".json":
		if schema := first(data, "schema"); schema != "" {
			return schema
		}
	case ".yaml":
		return ""
	case ".md", ".html":
		kind += "-" + path.Ext(base)[1:]
	case ".svg", ".png":
		kind = "plot"
	}
	return "failsim/" + kind + "/1"
}

// first returns the value of a key that begins a JSON object: what follows may be large.
func first(data []byte, key string) string {
	d := json.NewDecoder(bytes.NewReader(data))
	_, _ = d.Token() // the brace; whatever else it is, no key follows
	if k, err := d.Token(); err != nil || k != key {
		return ""
	}
	v, _ := d.Token()
	text, _ := v.(string)
	return text
}

// Into returns a file of a result with a text in it that says what it is and what made it,
// such as "failsim/plot/1, failsim 1.2.3".
func Into(name string, data []byte, text string) []byte {
	switch path.Ext(name) {
	case ".png":
		return Chunk(data, "tEXt", append([]byte("Software\x00"), text...))
	case ".svg":
		if end := bytes.IndexByte(data, '>') + 1; bytes.HasPrefix(data, []byte("<svg")) {
			var b bytes.Buffer
			b.Write(data[:end])
			b.WriteString("\n<metadata>")
			_ = xml.EscapeText(&b, []byte(text)) // a buffer takes all
			b.WriteString("</metadata>")
			b.Write(data[end:])
			return b.Bytes()
		}
	case ".md":
		return append(bytes.Clone(data), "\n<!-- "+strings.ReplaceAll(text, "--", "- -")+" -->\n"...)
	}
	return data
}

// Chunk returns a PNG with one more chunk, behind signature and header, which are 33 bytes
// long in every PNG; image/png writes none but those that it needs.
func Chunk(image []byte, kind string, content []byte) []byte {
	const head = 33
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(append(chunk, kind...), content...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return slices.Concat(image[:head], chunk, image[head:])
}
