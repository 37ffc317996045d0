package format

import "bytes"

// azureLLMParser reads the Azure LLM inference traces,
//
//	2023-11-16 18:17:03.9799600,4808,10
//
// one arrival a line. What a request was worth (tokens read and made) is not
// taken in, for a request has no size here but that of its answer.
type azureLLMParser struct{ local *localClock }

func newAzureLLM(of *reading) parser { return &azureLLMParser{of.local} }

func (p *azureLLMParser) header(line []byte) (bool, Fault) {
	return bytes.EqualFold(line, []byte("TIMESTAMP,ContextTokens,GeneratedTokens")), Fault{}
}

func (p *azureLLMParser) parse(line []byte, r *Record) Fault {
	stamp, tokens, ok := bytes.Cut(line, []byte{','})
	context, generated, both := bytes.Cut(tokens, []byte{','})
	if !ok || !both {
		return Fault{Column: len(line) + 1, Reason: "the line has not the three columns time, context tokens, generated tokens"}
	}
	ns, ok := p.local.fine(stamp)
	if !ok {
		return Fault{Column: 1, Reason: "the time is not of the form 2006-01-02 15:04:05.0000000, years 1970 to 2199"}
	}
	for _, count := range [][]byte{context, generated} {
		if _, ok := parseCount(count); !ok {
			return Fault{Column: len(stamp) + 2, Reason: "the tokens are not whole numbers"}
		}
	}
	*r = Record{At: ns, Requests: 1, Duration: NoDuration, ZoneSeconds: int32(p.local.offsetAt(ns / second))}
	return Fault{}
}

// fine reads 2006-01-02 15:04:05 with up to nine decimals of the second, of
// the local clock or, with a Z behind it, of UTC, as ns since 1970.
func (c *localClock) fine(b []byte) (ns int64, ok bool) {
	ns, ok = parseFine(b)
	if !ok || b[len(b)-1] == 'Z' {
		return ns, ok
	}
	seconds, ok := c.utc(ns / second)
	return seconds*second + ns%second, ok && seconds >= 0
}

// parseFine reads 2006-01-02 15:04:05 with up to nine decimals of the second,
// as nanoseconds since 1970. A T may stand for the blank and a Z may follow.
func parseFine(b []byte) (ns int64, ok bool) {
	b = bytes.TrimSuffix(b, []byte("Z"))
	if len(b) < 19 {
		return 0, false
	}
	seconds, ok := parsePeriod(b[:19])
	fraction := b[19:]
	if !ok || len(fraction) == 1 || len(fraction) > 10 || len(fraction) > 0 && fraction[0] != '.' {
		return 0, false
	}
	for i := 1; i < 10; i++ {
		ns *= 10
		if i < len(fraction) {
			digit := fraction[i] - '0'
			if digit > 9 {
				return 0, false
			}
			ns += int64(digit)
		}
	}
	return seconds*second + ns, true
}
