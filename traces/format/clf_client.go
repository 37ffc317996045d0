package format

import "bytes"

// clientAhead finds the client in what stands ahead of the time where that is
// not "host - - ": a host, ident and user; a user of several words behind "-";
// the client behind a virtual host; a list of addresses that a proxy wrote. It
// returns nil if it is none of these.
func clientAhead(b []byte) []byte {
	var words [][]byte
	for at := 0; ; {
		_, begin, end := nextWord(b, at)
		if end < 0 {
			break
		}
		words = append(words, b[begin:end])
		at = end
	}
	if len(words) < 3 || b[len(b)-1] != ' ' {
		return nil
	}
	last := 0
	for last < len(words) && words[last][len(words[last])-1] == ',' {
		last++
	}
	rest := len(words) - last - 1 // behind the client
	if rest < 2 {
		return nil
	}
	switch {
	case last > 0: // a list
		end := 0
		for range last + 1 {
			_, _, end = nextWord(b, end)
		}
		return b[:end]
	case rest == 2, string(words[1]) == "-":
		return words[0]
	case isVirtualHost(words[0]) || isAddress(bytes.TrimSuffix(words[1], []byte{','})):
		at := bytes.IndexByte(b, ' ') + 1
		return clientAhead(b[at:])
	}
	return nil
}

// isVirtualHost tells name:port from an address: it has one colon, and digits
// behind it.
func isVirtualHost(b []byte) bool {
	colon := bytes.IndexByte(b, ':')
	return colon > 0 && colon+1 < len(b) && digits(b[colon+1:])
}

// isAddress reports whether a word looks like an IP address.
func isAddress(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') && c != '.' && c != ':' && c != ',' {
			return false
		}
	}
	return bytes.Count(b, []byte{'.'}) == 3 || bytes.Count(b, []byte{':'}) >= 2
}

// looksAddress distinguishes an IP address from other words.
func looksAddress(v []byte) bool {
	client, ok := clientIn(v)
	return ok && client != nil && (bytes.Count(client, []byte{'.'}) == 3 && digits(bytes.ReplaceAll(client, []byte{'.'}, nil)) || isIPv6(client))
}
