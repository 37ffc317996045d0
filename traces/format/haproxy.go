package format

// HAProxy's own formats, as option httplog, tcplog and httplog clf write them:
// chapters 8.2.2 to 8.2.4 of its configuration manual. Captured headers stand in
// braces, if any are captured. Before version 1.7 the third format was of the
// same shape with other timers.
const (
	haproxyHTTP = `%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r`
	haproxyTCP  = `%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq`
	haproxyCLF  = `%{+Q}o %{-Q}ci - - [%trg] %r %ST %B "" "" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl`
)

func newHAProxyHTTP(of *reading) parser {
	t := haproxySyntax.mustCompile(of, haproxyHTTP)
	t.loose = true // SSL and unique identities, appended by httpslog
	return t
}

func newHAProxyTCP(of *reading) parser { return haproxySyntax.mustCompile(of, haproxyTCP) }

func newHAProxyCLF(of *reading) parser {
	t := haproxySyntax.mustCompile(of, haproxyCLF)
	t.loose = true
	return t
}

var haproxyStamp = haproxySyntax.stamp
