package format

import (
	"regexp"
	"strings"
	"time"
)

// apacheSyntax is that of LogFormat and CustomLog: mod_log_config. %t is the time
// at which the request was received; %D is in microseconds, %T in seconds.
var apacheSyntax = syntax{
	name:     "Apache",
	variable: regexp.MustCompile(`%[!<>\d,]*(?:\{([^}]*)\})?[<>]?(\^?[a-zA-Z]{1,3}\b|[a-zA-Z%])`),
	settings: regexp.MustCompile(`^(?:LogFormat|GlobalLog|CustomLog(?:\s+\S+)?)\s+|\s+\w+\s*$`),
	stamp:    stamping{stampStart, apacheStamps},
	means:    apacheMeans,
}

func apacheMeans(match []string) (before string, v variable, after string) {
	argument, letter := match[1], match[2]
	v = apacheVariables[letter]
	v.name = match[0]
	switch {
	case letter == "%":
		return "%", variable{}, ""
	case letter == "t" && argument == "":
		v.form = freeText
		return "[", v, "]"
	case letter == "t" && (strings.HasSuffix(argument, "_frac") || argument == "usec_frac"):
		v.means = usesNothing
	case letter == "t" && strings.Contains(argument, " "):
		v.form = freeText
	case letter == "T":
		v.unit = map[string]time.Duration{"ms": time.Millisecond, "us": time.Microsecond}[argument]
		if v.unit == 0 {
			v.unit, v.rank = time.Second, 2
		}
	case letter == "i" && strings.EqualFold(argument, "X-Forwarded-For"):
		v.means, v.form = usesForwarded, inList
	}
	return "", v, ""
}

var apacheVariables = map[string]variable{
	"h": {means: usesClient, rank: 1},
	"a": {means: usesClient},
	"t": {means: usesTime},
	"r": {means: usesRequest, form: freeText},
	"m": {means: usesMethod},
	"U": {means: usesPath},
	"s": {means: usesStatus},
	"B": {means: usesBytes},
	"b": {means: usesBytes, rank: 1},
	"O": {means: usesBytes, rank: 2},
	"D": {means: usesDuration, unit: time.Microsecond},
	"T": {means: usesDuration, rank: 1},
	"u": {form: freeText},
	"i": {form: freeText},
	"e": {form: freeText},
}
