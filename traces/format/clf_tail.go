package format

import (
	"bytes"
	"time"

	"failsim/sim"
)

// How long a request took stands behind the quotes of a common log, if servers
// were told to write it, and numbers that stand there may be something else:
//
//	0.123          three decimals: nginx's $request_time, in seconds
//	3.41           two: nginx's $gzip_ratio
//	12ms, 0.5s     a unit stands there
//	0.123456       more than three, at once behind the quotes: seconds; failsim writes six
//	123456, 563    whole: Apache's %D, %T or %{ms}T, or bytes: only --fields can tell
//	rt=0.123       or request_time=: seconds, as nginx is told to write them

// took returns the duration that stands behind the bytes, in ns, or NoDuration.
func (p *clfParser) took(b []byte) int64 {
	if last := len(b) - 1; b[last] == '"' {
		if p.keys != nil {
			return p.tookByKey(b)
		}
		if last > 5 && b[last-4] == '.' && b[last-1]-'0' <= 9 { // "0.123"
			return threeDecimals(b[bytes.LastIndexByte(b[:last], '"')+1 : last])
		}
		return NoDuration
	}
	return p.tookBehind(b)
}

// tookBehind looks at the words behind the last quotes.
func (p *clfParser) tookBehind(b []byte) int64 {
	if p.keys != nil {
		if ns := p.tookByKey(b); ns != NoDuration {
			return ns
		}
	}
	at := bytes.LastIndexByte(b, '"') + 1
	for first := true; at < len(b) && b[at] == ' '; first = false {
		at++
		end := fieldEnd(b, at)
		if ns := threeDecimals(b[at:end]); ns != NoDuration {
			return ns
		}
		if ns := tookOtherwise(b[at:end], first); ns != NoDuration {
			return ns
		}
		at = end
	}
	return NoDuration
}

// tookOtherwise reads a duration that says its unit, or has more than three
// decimals and is the first word.
func tookOtherwise(word []byte, first bool) int64 {
	if len(word) == 0 || word[0] < '0' || word[0] > '9' {
		return NoDuration
	}
	if word[len(word)-1] == 's' {
		if d, err := time.ParseDuration(string(word)); err == nil && d >= 0 && d <= maxDuration {
			return int64(d)
		}
		return NoDuration
	}
	point := bytes.IndexByte(word, '.')
	if !first || point <= 0 || len(word)-1-point <= 3 || !digits(word[:point]) || !digits(word[point+1:]) {
		return NoDuration
	}
	ns, ok := parseDecimal(word, second)
	if !ok {
		return NoDuration
	}
	return ns
}

// threeDecimals reads nginx's $request_time.
func threeDecimals(word []byte) int64 {
	point := len(word) - 4
	if point <= 0 || point > 9 || word[point] != '.' {
		return NoDuration
	}
	n := int64(0)
	for i, c := range word {
		if i == point {
			continue
		}
		if c -= '0'; c > 9 {
			return NoDuration
		}
		n = 10*n + int64(c)
	}
	return n * int64(time.Millisecond)
}

var requestTimeKeys = [][]byte{[]byte(" rt="), []byte(" request_time="), []byte(" request_time:"), []byte(" reqtime=")}

// tookByKey reads the number behind a key.
func (p *clfParser) tookByKey(b []byte) int64 {
	for _, key := range p.keys {
		if at := bytes.Index(b, key); at >= 0 {
			word := b[at+len(key):]
			word = bytes.Trim(word[:fieldEnd(word, 0)], `",`)
			if len(word) > 0 {
				if ns := threeDecimals(word); ns != NoDuration {
					return ns
				}
				return tookOtherwise(word, true)
			}
		}
	}
	return NoDuration
}

const (
	nginxStamps  = "nginx logs when a request ends: ngx_http_log_module"
	apacheStamps = "Apache's %t is when the request was received: mod_log_config"
)

// learn looks at the first lines for how durations are written, and so for who
// wrote them and when stamps were taken.
func (p *clfParser) learn(of *reading) {
	of.stamped = stamping{stampUnknown, "Apache stamps the start, nginx the end, and no duration distinguishes them: kept as it stands"}
	for _, line := range of.sample {
		for _, key := range requestTimeKeys {
			if p.keys == nil && bytes.Contains(line, key) {
				p.keys = [][]byte{key}
			}
		}
	}
	whole := false
	for _, line := range of.sample {
		tail := clfTail(line)
		if len(tail) == 0 {
			continue
		}
		if ns := p.took(tail); ns != NoDuration {
			p.report(of, tail)
			return
		}
		whole = whole || endsWhole(tail)
	}
	if whole {
		of.stamped = stamping{stampStart, "whole numbers behind the quotes are Apache's; " + apacheStamps}
		of.hint = "whole numbers stand behind the quotes; if they are durations, say of what: --format apache-d (%D, in us), apache-ms or apache-t, or --fields duration=last:us"
	}
}

// tell notes what a duration behind the quotes says of its writer.
func (p *clfParser) report(of *reading, tail []byte) {
	switch behind := bytes.TrimLeft(tail[bytes.LastIndexByte(bytes.TrimSuffix(tail, []byte{'"'}), '"')+1:], " "); {
	case p.keys != nil:
		of.says(meansDuration, string(bytes.TrimSpace(p.keys[0])), "s")
		of.stamped = stamping{stampEnd, "request_time is nginx's; " + nginxStamps}
	case bytes.HasSuffix(behind[:fieldEnd(behind, 0)], []byte{'s'}):
		of.says(meansDuration, "behind the quotes", "as each says")
	case len(behind)-1-bytes.IndexByte(behind, '.') > 3 && fieldEnd(behind, 0) == len(behind) && tail[len(tail)-1] != '"':
		of.says(meansDuration, "behind the quotes", "s")
		of.stamped = stamping{stampStart, "failsim writes more than three decimals, and stamps the arrival"}
	default:
		of.says(meansDuration, "behind the quotes", "s")
		of.stamped = stamping{stampEnd, "three decimals behind the quotes are nginx's $request_time; " + nginxStamps}
	}
}

// clfTail returns what follows the bytes of a line, or nothing.
func clfTail(line []byte) []byte {
	request := bytes.IndexByte(line, '"')
	if request < 0 {
		return nil
	}
	end := pastQuoted(line, request)
	if end < 0 {
		return nil
	}
	rest := line[end:]
	for range 2 { // status, bytes
		_, _, past := nextWord(rest, 0)
		if past < 0 {
			return nil
		}
		rest = rest[past:]
	}
	return rest
}

// endsWhole reports whether the last word behind the quotes is a whole number.
func endsWhole(tail []byte) bool {
	word := tail[bytes.LastIndexByte(tail, ' ')+1:]
	return len(word) > 0 && digits(word)
}

// clfParser reads the Common Log Format and its combined variant:
//
//	host ident user [day/month/year:hour:minute:second zone] "request" status bytes ["referer" "agent" ...]
//
// It is strict about what a replay needs (host, time, the shape of the line)
// and tolerant about the rest: anything may stand between the quotes of the
// request, "-" may stand for status and bytes. Usual variations are known: a
// virtual host ahead of the host (Apache's vhost_combined), several addresses
// where a proxy has written them, times of other forms in the brackets, words
// between time and request, and, behind the quotes, how long the request took:
// see clfTail.
type clfParser struct {
	key   sim.Key
	stamp clfStamp
	clock clock
	class requestClass
	keys  [][]byte // what stands ahead of the duration: rt=
}
