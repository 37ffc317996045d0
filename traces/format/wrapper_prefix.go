package format

import "bytes"

// peelCRI reads what container runtimes write: time, stream, whether the line
// goes on (P) or is full (F), and the line.
//
//	2024-03-12T06:25:24.123456789Z stdout F ...
func peelCRI(line []byte, _ *[]byte) (in peeled) {
	stamp, rest, _ := bytes.Cut(line, []byte{' '})
	if !isInstant(stamp) || len(rest) < len("stdout F") || rest[6] != ' ' {
		return peeled{}
	}
	in = peeled{ok: true, stderr: string(rest[:6]) == "stderr", partial: rest[7] == 'P'}
	if !in.stderr && string(rest[:6]) != "stdout" || rest[7] != 'P' && rest[7] != 'F' {
		return peeled{}
	}
	in.line = bytes.TrimPrefix(rest[8:], []byte{' '})
	return in
}

// isInstant tells RFC 3339 from other words.
func isInstant(word []byte) bool {
	return len(word) >= len("2006-01-02T15:04:05") && isDate(word) && (word[10] == 'T' || word[10] == 't') && word[13] == ':' && word[16] == ':'
}

// peelPod takes off what kubectl logs --prefix writes: [pod/name/container].
func peelPod(line []byte, _ *[]byte) peeled {
	end := bytes.Index(line, []byte("] "))
	if !bytes.HasPrefix(line, []byte("[pod/")) || end < 0 {
		return peeled{}
	}
	return peeled{line: line[end+2:], ok: true}
}

// peelCompose takes off what docker compose logs writes: the name of the
// service, blanks and a bar, in colour or not.
func peelCompose(line []byte, _ *[]byte) peeled {
	bar := bytes.Index(line, []byte("| "))
	if bar <= 0 || bar > 80 {
		if bar = bytes.Index(line, []byte("|\x1b[0m ")); bar <= 0 || bar > 80 {
			return peeled{}
		}
	}
	name := bytes.TrimRight(line[:bar], " ")
	if bytes.HasPrefix(name, []byte("\x1b[")) {
		_, name, _ = bytes.Cut(name, []byte{'m'})
	}
	if len(name) == 0 || len(name) == bar || bytes.ContainsAny(name, " \t,;|\"") {
		return peeled{}
	}
	rest := line[bar+1:]
	return peeled{line: rest[bytes.IndexByte(rest, ' ')+1:], ok: true}
}

// peelDate takes off a time of RFC 3339, or date and clock in two words, as
// collectors put before a line.
func peelDate(line []byte, _ *[]byte) peeled {
	word, rest, ok := bytes.Cut(line, []byte{' '})
	switch {
	case !ok || !isDate(word):
		return peeled{}
	case isInstant(word):
		return peeled{line: rest, ok: true}
	}
	clock, rest, ok := bytes.Cut(rest, []byte{' '})
	if len(word) != 10 || !ok || len(clock) < 8 || clock[2] != ':' || clock[5] != ':' {
		return peeled{}
	}
	return peeled{line: rest, ok: true}
}
