package format

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// Programs that write their access log to standard output write their own
// messages there too. A line that a format refuses is looked at once more: if
// it is plainly such a message, it stands aside and is counted by kind. What is
// not stays malformed: a request that is written wrong must not vanish among
// messages.

// message is the shape of such lines.
type message struct {
	kind  string
	shape *regexp.Regexp
}

// messages are all, the narrowest first: made when first looked at, as most commands
// read no log, and their making took a seventh of what it takes to start.
var messages = sync.OnceValue(func() []message {
	return []message{
		{"nginx's error log", regexp.MustCompile(`^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(debug|info|notice|warn|error|crit|alert|emerg)\] `)},
		{"Apache's error log", regexp.MustCompile(`^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(\.\d+)? \d{4}\] \[`)},
		{"Envoy's own log", regexp.MustCompile(`^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\]\[\d+\]\[[a-z]+\]`)},
		{"klog (Kubernetes)", regexp.MustCompile(`^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ `)},
		{"logfmt with a level", regexp.MustCompile(`^(time|ts|t|level|lvl|msg)=.*\b(level|lvl|msg)=`)},
		{"HAProxy's messages", regexp.MustCompile(`^(Proxy \S+ (started|stopped)|(Backup )?[Ss]erver \S+/\S+ is (UP|DOWN|going)|Health check for |(backend|proxy) '?\S+'? has no server|Stopping (proxy|frontend|backend) |(\S+ )?Connect(ion)? from )`)},
		{"HAProxy's messages", regexp.MustCompile(`^\S+:\d+ \[\d\d/[A-Z][a-z]{2}/\d{4}:\S+\] \S+/\S+: `)},
		{"a container's start", regexp.MustCompile(`^/\S+\.sh: `)},
		{"a level in brackets", regexp.MustCompile(`^\[(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ALERT|FATAL|CRITICAL|EMERG)\b`)},
		{"Go's log", regexp.MustCompile(`^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(\.\d+)? \D`)},
		{"a time and a level", regexp.MustCompile(`^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\S*\s.{0,60}?\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|trace|debug|info|notice|warn|warning|error|fatal)\b`)},
		{"a trace of calls", regexp.MustCompile(`^(\s+at \S|Traceback \(most recent call last\):|goroutine \d+ \[|panic: |Caused by: |\s+File ")`)},
	}
})

// applicationLine returns the kind of a message of an application, or "".
func applicationLine(line []byte) string {
	if len(line) == 0 {
		return ""
	}
	if line0(line) == '{' {
		return applicationJSON(line)
	}
	head := line[:min(len(line), 512)]
	for _, m := range messages() {
		if m.shape.Match(head) {
			return m.kind
		}
	}
	return ""
}

// messageNames are what members of a message are called, and what those of an
// access log never are alone.
var messageNames = []string{"level", "lvl", "severity", "loglevel", "msg", "message", "logger", "error", "err", "caller", "stacktrace"}

// applicationJSON recognises an application's message in JSON: it has a level or a text, and nothing
// that a line of an access log has.
func applicationJSON(line []byte) string {
	var s jsonScanner
	message, request := false, false
	s.seen = func(path []byte, _ *jsonValue) {
		name := strings.ToLower(string(path))
		for _, n := range messageNames {
			message = message || name == n
		}
		for _, m := range [...]meaning{meansClient, meansClass, meansBytes, meansDuration, meansStatus} {
			request = request || rank(m, name) >= 0
		}
	}
	if _, wrong := s.scan(line, nil); wrong != "" || !message || request || bytes.Contains(line, []byte("HTTP/1")) {
		return ""
	}
	return "JSON of an application"
}
