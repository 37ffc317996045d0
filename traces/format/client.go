package format

import (
	"bytes"

	"failsim/sim"
)

// What stands for a client is read alike in every format:
//
//   - A port is cut off (192.0.2.1:443, [2001:db8::1]:443), and so are brackets
//     and quotes; ::ffff:192.0.2.1 is 192.0.2.1.
//   - Of a list, as X-Forwarded-For and Forwarded have them, the client is the
//     first that is known: proxies append, so the first was written by the one
//     next to the client. A client can forge it; the log does not tell.
//   - "-", nothing, "unknown", "null" and a Unix socket are no client.
//   - What is neither an address nor a name is malformed: a stamp or a word of
//     another format stands where the client should.

// byteKind recognises the bytes of a word that may stand for a client.
type byteKind uint8

const (
	inName  byteKind = 1 << iota // of a name or an address of version 4
	isColon                      // of a port, or an address of version 6
	isOther                      // of neither, or of a list
)

var clientBytes = func() (kinds [256]byteKind) {
	for c := range kinds {
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '.', c == '-', c == '_', c == '*', c == '@', c >= 0x80:
			kinds[c] = inName
		case c == ':':
			kinds[c] = isColon
		default:
			kinds[c] = isOther
		}
	}
	return kinds
}()

const wrongClient = "the client is no address, no name and no dash"

// takeClient fills in the client that a word or a list stands for, and reports whether
// it is one.
func takeClient(key sim.Key, b []byte, r *Record) bool {
	kinds := byteKind(0)
	for _, c := range b {
		kinds |= clientBytes[c]
	}
	if plainClient(kinds, b) {
		r.Client, r.HasClient = hashClient(key, b), true
		return true
	}
	client, ok := clientIn(b)
	if r.Client, r.HasClient = 0, false; client != nil {
		r.Client, r.HasClient = hashClient(key, client), true
	}
	return ok
}

// plainClient tells by its bytes and length a word that is an address of version
// 4 or a name, and cannot be one of the words for none, nor a date.
func plainClient(kinds byteKind, b []byte) bool {
	return kinds == inName && len(b) > len("unknown") && (len(b) != len("2006-01-02") || !isDate(b))
}

// clientIn returns the client that a word or a list stands for, nil if it
// stands for none, and whether it is well-formed.
func clientIn(b []byte) (client []byte, ok bool) {
	b = withoutQuotes(b)
	for len(b) > 0 {
		one, rest, _ := bytes.Cut(b, []byte{','})
		client, ok = oneClient(bytes.TrimSpace(one))
		if client != nil || !ok {
			return client, ok
		}
		b = rest
	}
	return nil, true
}

// oneClient reads one of a list.
func oneClient(b []byte) (client []byte, ok bool) {
	if f := forwardedFor(b); f != nil {
		b = f
	}
	b = withoutQuotes(b)
	switch string(b) {
	case "", "-", "unknown", "null", "unix:":
		return nil, true
	}
	if b[0] == '[' {
		end := bytes.IndexByte(b, ']')
		if end < 0 || !isPort(b[end+1:]) {
			return nil, false
		}
		return plainAddress(b[1:end])
	}
	switch bytes.Count(b, []byte{':'}) {
	case 0:
		return b, isHostName(b)
	case 1:
		colon := bytes.IndexByte(b, ':')
		return b[:colon], isPort(b[colon:]) && isHostName(b[:colon])
	}
	return plainAddress(b)
}

func withoutQuotes(b []byte) []byte {
	if n := len(b); n > 1 && b[0] == '"' && b[n-1] == '"' {
		return b[1 : n-1]
	}
	return b
}

// forwardedFor returns what an element of Forwarded (RFC 7239) says of the
// client, or nil.
func forwardedFor(b []byte) []byte {
	for part := range bytes.SplitSeq(b, []byte{';'}) {
		if name, value, ok := bytes.Cut(bytes.TrimSpace(part), []byte{'='}); ok && bytes.EqualFold(name, []byte("for")) {
			return value
		}
	}
	return nil
}

// isPort reports whether what follows an address is nothing or a port.
func isPort(b []byte) bool {
	return len(b) == 0 || b[0] == ':' && len(b) <= len(":65535") && digits(b[1:])
}

// isHostName distinguishes a name, an address of version 4 or a token from other words:
// stamps are none.
func isHostName(b []byte) bool {
	if len(b) == 0 || len(b) > 255 || isDate(b) {
		return false
	}
	for _, c := range b {
		if clientBytes[c] != inName {
			return false
		}
	}
	return true
}

// isDate recognises a word that begins with 2006-01-02.
func isDate(b []byte) bool {
	return len(b) >= 10 && b[4] == '-' && b[7] == '-' && digits(b[:4]) && digits(b[5:7]) && digits(b[8:10])
}

// plainAddress reads an address of version 6.
func plainAddress(b []byte) (address []byte, ok bool) {
	if zone := bytes.IndexByte(b, '%'); zone > 0 {
		b = b[:zone]
	}
	if !isIPv6(b) {
		return nil, false
	}
	if last := b[bytes.LastIndexByte(b, ':')+1:]; bytes.IndexByte(last, '.') > 0 && bytes.HasPrefix(bytes.ToLower(b), []byte("::ffff:")) {
		return last, true
	}
	return b, true
}

// isIPv6 reports whether groups of at most four hexadecimal digits stand between
// colons, eight of them or, around one "::", fewer; the last may be an address
// of version 4.
func isIPv6(b []byte) bool {
	groups, inGroup, gap := 0, 0, false
	for i, c := range b {
		switch {
		case c == ':':
			if inGroup > 0 {
				groups++
			} else if i > 0 && b[i-1] == ':' {
				if gap {
					return false
				}
				gap = true
			}
			inGroup = 0
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'f':
			if inGroup++; inGroup > 4 {
				return false
			}
		case c == '.' && inGroup > 0 && isHostName(b[bytes.LastIndexByte(b[:i], ':')+1:]):
			return gap || groups == 6
		default:
			return false
		}
	}
	if inGroup > 0 {
		groups++
	}
	return groups == 8 && !gap || gap && groups < 8
}
