package format

import (
	"regexp"
	"strings"
	"time"
)

// haproxySyntax is that of log-format: chapter 8.2.6 of HAProxy's configuration
// manual. %t and %tr are when the connection was accepted and when the first
// byte of the request came; timers are in milliseconds, and -1 if the session
// ended before them. The first letter of the termination state tells who ended
// it: C is the client.
var haproxySyntax = syntax{
	name:     "HAProxy",
	variable: regexp.MustCompile(`%(?:\{([^}]*)\})?(?:\[([^\]]*)\]|([a-zA-Z]+))`),
	settings: regexp.MustCompile(`^log-format(?:-sd)?\s+`),
	stamp:    stamping{stampStart, "HAProxy's %t is when the connection was accepted, %tr when the request began: configuration manual 8.2.6"},
	prepare:  haproxyQuotes,
	means:    haproxyMeans,
}

var (
	haproxyGlobal = regexp.MustCompile(`%\{\+[A-Z,+]*Q[^}]*\}o\s*`)
	haproxyText   = regexp.MustCompile(`%(r|ft|f|b|s|CC|CS|HM|HP|HPO|HQ|HU|HV|ID|H)\b`)
)

// haproxyQuotes writes out what %{+Q}o says of all variables of text behind it,
// and takes the backslashes off blanks.
func haproxyQuotes(text string) string {
	text = strings.ReplaceAll(text, `\ `, " ")
	if place := haproxyGlobal.FindStringIndex(text); place != nil {
		text = text[:place[0]] + haproxyText.ReplaceAllString(text[place[1]:], "%{+Q}$1")
	}
	return text
}

func haproxyMeans(match []string) (before string, v variable, after string) {
	flags, expression, name := match[1], match[2], match[3]
	if name == "o" && expression == "" { // only sets flags for what follows
		return "", variable{}, ""
	}
	v = haproxyVariables[name]
	v.name = match[0]
	if expression != "" {
		v.form = freeText
		if strings.HasPrefix(expression, "src") {
			v.means = usesClient
		}
	}
	if strings.Contains(flags, "+Q") {
		v.form = freeText
		return `"`, v, `"`
	}
	return "", v, ""
}

var haproxyVariables = map[string]variable{
	"ci":  {means: usesClient},
	"t":   {means: usesTime, rank: 1},
	"tr":  {means: usesTime},
	"T":   {means: usesTime, rank: 2, form: freeText},
	"Tl":  {means: usesTime, rank: 2, form: freeText},
	"trg": {means: usesTime, form: freeText},
	"trl": {means: usesTime, form: freeText},
	"r":   {means: usesRequest, form: freeText},
	"HM":  {means: usesMethod},
	"HU":  {means: usesPath},
	"HP":  {means: usesPath, rank: 1},
	"HPO": {means: usesPath, rank: 1},
	"ST":  {means: usesStatus},
	"B":   {means: usesBytes},
	"Ta":  {means: usesDuration, unit: time.Millisecond},
	"Tt":  {means: usesDuration, rank: 1, unit: time.Millisecond},
	"Td":  {unit: time.Millisecond},
	"tsc": {means: usesState},
	"ts":  {means: usesState},
	"hr":  {form: inBraces},
	"hs":  {form: inBraces},
	"ID":  {form: oneWord},
}
