package format

import (
	"bytes"
	"encoding/json"
)

// peelJSON returns the peel of a wrapper that is a JSON object a line: the line
// is a string of the object, and another member shows the wrapper. docker and
// its kin leave the line end in the string, and split lines of more than 16 KiB:
// a part has none.
func peelJSON(message, sign string) func([]byte, *[]byte) peeled {
	tree := []jsonNode{{name: message, leaf: 0}, {name: sign, leaf: 1}}
	withStream := tree
	if sign != "stream" {
		withStream = append(tree[:2:2], jsonNode{name: "stream", leaf: 2})
	}
	return func(line []byte, buffer *[]byte) (in peeled) {
		if len(line) == 0 || line[0] != '{' || !bytes.Contains(line, []byte(`"`+message+`"`)) {
			return peeled{}
		}
		var s jsonScanner
		var values [3]jsonValue
		s.values = values[:]
		if _, wrong := s.scan(line, withStream); wrong != "" {
			return peeled{}
		}
		v, other := &values[0], &values[1]
		if v.kind != '"' || other.kind == 0 {
			return peeled{}
		}
		in = peeled{line: v.raw, ok: true}
		for _, stream := range values[1:] {
			in.stderr = in.stderr || stream.kind == '"' && string(stream.raw) == "stderr"
		}
		if v.odd {
			*buffer = appendUnescaped((*buffer)[:0], v.raw)
			in.line = *buffer
		}
		whole := bytes.TrimSuffix(in.line, []byte{'\n'})
		in.partial = sign == "stream" && len(whole) == len(in.line) && len(whole) >= 16<<10
		in.line = bytes.TrimSuffix(whole, []byte{'\r'})
		return in
	}
}

// peelObject returns the peel of a wrapper whose member is the line, an object.
func peelObject(member, sign string) func([]byte, *[]byte) peeled {
	tree := []jsonNode{{name: member, leaf: 0}, {name: sign, leaf: 1}}
	return func(line []byte, _ *[]byte) peeled {
		if len(line) == 0 || line[0] != '{' || !bytes.Contains(line, []byte(`"`+member+`"`)) {
			return peeled{}
		}
		var s jsonScanner
		var values [2]jsonValue
		s.values = values[:]
		if _, wrong := s.scan(line, tree); wrong != "" || values[0].kind != '{' || values[1].kind == 0 {
			return peeled{}
		}
		return peeled{line: values[0].raw, ok: true}
	}
}

// appendUnescaped undoes the escapes of a string that the scanner has checked.
func appendUnescaped(b, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b = append(b, raw[i])
			continue
		}
		i++
		switch raw[i] {
		case 'n':
			b = append(b, '\n')
		case 't':
			b = append(b, '\t')
		case 'r':
			b = append(b, '\r')
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'u':
			end := i + 5
			if end+6 <= len(raw) && raw[end] == '\\' && raw[end+1] == 'u' { // of a pair
				end += 6
			}
			var text string
			if json.Unmarshal(append(append([]byte{'"'}, raw[i-1:end]...), '"'), &text) == nil {
				b = append(b, text...)
			}
			i = end - 1
		default:
			b = append(b, raw[i])
		}
	}
	return b
}
