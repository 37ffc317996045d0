package format

import (
	"bytes"
	"time"
)

// squidText is Squid's own format: seconds and milliseconds since 1970, then how
// long the client's connection was served, in milliseconds.
const squidText = `$msec $elapsed $remote_addr $action/$status $bytes_sent $request_method $request_uri $ident $hierarchy $type`

const squidStamps = "Squid's time is when the request was completed and its socket closed: The Definitive Guide, access.log"

// squidParser reports what became of a request: TCP_MISS_ABORTED is a client
// that went away. UDP_ are caches that ask each other, by ICP.
type squidParser struct{ *template }

func newSquid(of *reading) parser {
	t := nginxSyntax.mustCompile(of, squidText)
	t.loose = true
	t.means(of, stamping{stampEnd, squidStamps}, map[string]variable{
		"$elapsed": {name: "%tr", means: usesDuration, unit: time.Millisecond}, "$remote_addr": {name: "%>a"},
		"$request_method": {name: "%rm"}, "$status": {name: "%>Hs"}, "$bytes_sent": {name: "%<st"}})
	return &squidParser{t}
}

func (p *squidParser) parse(line []byte, r *Record) Fault {
	if f := p.template.parse(line, r); f.Reason != "" {
		return f
	}
	var words [7][]byte
	at := 0
	for i := 0; i < len(words) && at >= 0; i++ { // quotes may have made one of several
		words[i], _, at = nextWord(line, at)
	}
	action, uri := words[3], words[6]
	switch {
	case bytes.HasPrefix(action, []byte("UDP_")):
		return setAside("questions of other caches (ICP)")
	case bytes.HasPrefix(uri, []byte("error:transaction-end-before-headers")):
		return setAside("connections without a request")
	case r.Status == StatusNoAnswer && bytes.Contains(action, []byte("_ABORTED")):
		r.Status = statusHungUp
	}
	return Fault{}
}
