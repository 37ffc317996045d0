package format

// Traefik's access log in JSON: StartUTC is when the request came, to the
// nanosecond, and Duration in nanoseconds how long it took; "time" is when the
// line was written, which serves where the others are dropped. Messages of Traefik itself go to the same output.
var traefikLayout = layout{
	signs:   []string{"DownstreamStatus", "RequestMethod", "Duration"},
	fields:  "time=StartUTC|StartLocal|time,client=ClientHost|ClientAddr,class=RequestMethod,bytes=DownstreamContentSize,duration=Duration:ns,status=DownstreamStatus",
	written: "time",
	utc:     true,
}

const traefikStamps = "Traefik's StartUTC and StartLocal are when request processing began: Traefik, access logs"

// traefikCLF is the common log with the number of the request, the router, the
// server and the duration behind it, Traefik's default.
const traefikCLF = `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_count "$router" "$server" ${request_time}`

func newTraefikCLF(of *reading) parser {
	t := nginxSyntax.mustCompile(of, traefikCLF)
	of.stamped = stamping{stampStart, traefikStamps}
	for i := range t.pieces {
		if v := &t.pieces[i].variable; v.means == usesDuration {
			v.name, v.unit = "the last word", 0 // it says its unit: 12ms
		}
	}
	t.about(of)
	return t
}
