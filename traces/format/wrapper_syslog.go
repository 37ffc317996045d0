package format

import "bytes"

// peelSyslog takes off what syslog daemons and senders put before a message:
// RFC 5424, RFC 3164, and what rsyslog and journalctl write into files, with a
// priority or without, with the name of the host or without.
//
//	<134>1 2024-03-12T06:25:24.123Z host haproxy 123 - - ...
//	<134>Mar 12 06:25:24 host haproxy[123]: ...
//	2024-03-12T06:25:24.123456+01:00 host haproxy[123]: ...
func peelSyslog(line []byte, _ *[]byte) peeled {
	rest, priority := cutPriority(line)
	if priority && bytes.HasPrefix(rest, []byte("1 ")) {
		return peel5424(rest[2:])
	}
	rest, ok := cutSyslogTime(rest)
	if !ok && !priority {
		return peeled{}
	}
	named := !isDate(line) // what follows a date alone may be the line itself
	behindTime := rest
	// Either the tag of the program follows, or the host and then the tag.
	for range 2 {
		word, behind, ok := bytes.Cut(rest, []byte{' '})
		if !ok {
			return peeled{}
		}
		if len(word) > 1 && word[len(word)-1] == ':' && !bytes.ContainsAny(word, "\",=") {
			return peeled{line: behind, ok: true}
		}
		rest = behind
	}
	if _, behind, ok := bytes.Cut(behindTime, []byte{' '}); ok && named { // a host, and no program
		return peeled{line: behind, ok: true}
	}
	return peeled{}
}

// cutPriority takes off <134>.
func cutPriority(line []byte) ([]byte, bool) {
	end := bytes.IndexByte(line[:min(len(line), 5)], '>')
	if end < 2 || line[0] != '<' || !digits(line[1:end]) {
		return line, false
	}
	return line[end+1:], true
}

func cutSyslogTime(line []byte) ([]byte, bool) {
	const bsd = len("Mar 12 06:25:24 ")
	if len(line) > bsd && monthNamed(line[0], line[1], line[2]) > 0 && line[3] == ' ' && line[9] == ':' && line[12] == ':' && line[15] == ' ' {
		return line[bsd:], true
	}
	// With the year, as Cisco and some journals have it.
	if len(line) > bsd+5 && monthNamed(line[0], line[1], line[2]) > 0 && digits(line[7:11]) && line[14] == ':' && line[17] == ':' {
		return line[bsd+5:], true
	}
	if word, rest, ok := bytes.Cut(line, []byte{' '}); ok && isInstant(word) {
		return rest, true
	}
	return line, false
}

// peel5424 reads on behind the version: time, host, program, process, message
// identity, structured data, message.
func peel5424(line []byte) peeled {
	for range 5 {
		_, rest, ok := bytes.Cut(line, []byte{' '})
		if !ok {
			return peeled{}
		}
		line = rest
	}
	switch {
	case bytes.HasPrefix(line, []byte("- ")):
		line = line[2:]
	case bytes.HasPrefix(line, []byte{'['}):
		end := bytes.Index(line, []byte("] "))
		if end < 0 {
			return peeled{}
		}
		line = line[end+2:]
	default:
		return peeled{}
	}
	return peeled{line: bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), ok: true}
}
