package format

import (
	"regexp"
	"strings"
	"time"
)

// fastlySyntax is that of Fastly's log streams: Apache's, and values of VCL,
// %{...}V. %t is the start of the request, and what a value says shows in the
// names of VCL's variables in it, whatever functions stand around them.
var fastlySyntax = syntax{
	name:     "Fastly",
	sign:     regexp.MustCompile(`%\{.*?\}V`),
	variable: regexp.MustCompile(`%[<>]?(?:\{(.*?)\})?([a-zA-Z%])`),
	stamp:    stamping{stampStart, fastlyStamps},
	means: func(match []string) (before string, v variable, after string) {
		argument, letter := match[1], match[2]
		switch {
		case letter == "V":
			v = fastlyValue(argument)
		case letter == "t" && (argument == "" || strings.Contains(argument, "%")):
			v = variable{means: usesTime, form: freeText}
			if strings.HasPrefix(argument, "end:") {
				v.means = usesNothing
			}
		default:
			return apacheMeans(match)
		}
		v.name = match[0]
		return "", v, ""
	},
}

// fastlyValues are the variables of VCL that say something of a request; of two
// whose names are in a value the earlier counts.
var fastlyValues = []struct {
	name string
	variable
}{
	{"time.elapsed.usec", variable{means: usesDuration, unit: time.Microsecond}},
	{"time.elapsed.msec", variable{means: usesDuration, unit: time.Millisecond, rank: 1}},
	{"time.elapsed.sec", variable{means: usesDuration, unit: time.Second, rank: 3}},
	{"time.elapsed", variable{means: usesDuration, unit: time.Second, rank: 2}},
	{"time.start.usec", variable{means: usesTime}},
	{"time.start.msec", variable{means: usesTime, rank: 1}},
	{"time.start", variable{means: usesTime, rank: 2, form: freeText}},
	{"now.sec", variable{means: usesTime, rank: 4}},
	{"now", variable{means: usesTime, rank: 3, form: freeText}},
	{"Fastly-Client-IP", variable{means: usesClient}},
	{"client.ip", variable{means: usesClient, rank: 1}},
	{"X-Forwarded-For", variable{means: usesForwarded, form: inList}},
	{"req.method", variable{means: usesMethod}},
	{"req.request", variable{means: usesMethod}},
	{"req.url", variable{means: usesPath}},
	{"resp.status", variable{means: usesStatus}},
	{"resp.body_bytes_written", variable{means: usesBytes}},
	{"resp.bytes_written", variable{means: usesBytes, rank: 1}},
}

func fastlyValue(value string) variable {
	for _, one := range fastlyValues {
		if strings.Contains(value, one.name) {
			return one.variable
		}
	}
	return variable{form: freeText}
}
