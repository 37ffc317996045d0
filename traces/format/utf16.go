package format

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// utf16Of reports whether a text begins as UTF-16 does, with or without its byte
// order mark: PowerShell and Windows' event tools write such.
func utf16Of(head []byte) (name string, how unicode.Endianness, is bool) {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}) && !bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}):
		return "UTF-16LE", unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "UTF-16BE", unicode.BigEndian, true
	case len(head) < 4:
	case printable(head[0]) && head[1] == 0 && printable(head[2]) && head[3] == 0:
		return "UTF-16LE", unicode.LittleEndian, true
	case head[0] == 0 && printable(head[1]) && head[2] == 0 && printable(head[3]):
		return "UTF-16BE", unicode.BigEndian, true
	}
	return "", unicode.LittleEndian, false
}

func printable(c byte) bool { return c >= ' ' && c < 0x7f }

func openUTF16(from io.Reader, how unicode.Endianness) io.Reader {
	return unicode.UTF16(how, unicode.UseBOM).NewDecoder().Reader(from)
}
