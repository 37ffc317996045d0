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
	"strings"
)

// Schema returns the name of what a file of a result holds, with its version: a JSON
// file says it itself. That of the user's own scenario is "".
func Schema(name string, data []byte) string {
	base := path.Base(name)
	kind := strings.TrimSuffix(base, path.Ext(base))
	switch path.Ext(base) {
	case ".json":
		var says struct{ Schema string }
		if json.Unmarshal(data, &says) == nil && says.Schema != "" {
			return says.Schema
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

// Into returns a file of a result with its schema and who made it, such as "failsim
// 1.2.3", in it.
func Into(name string, data []byte, by string) []byte {
	text := Schema(name, data) + ", " + by
	switch path.Ext(name) {
	case ".png":
		return intoPNG(data, text)
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

// header is how long signature and header are in every PNG.
const header = 33

// intoPNG adds a text chunk with the keyword that the format has for it.
func intoPNG(data []byte, text string) []byte {
	if len(data) < header {
		return data
	}
	body := append([]byte("tEXtSoftware\x00"), text...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))
	return append(append(bytes.Clone(data[:header]), chunk...), data[header:]...)
}
