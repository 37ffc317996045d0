package format

import (
	"regexp"
	"strings"
	"time"
)

// envoySyntax is that of Envoy's access logs: START_TIME is when the request
// began, DURATION in milliseconds how long it took until its last byte was sent.
var envoySyntax = syntax{
	name:     "Envoy",
	variable: regexp.MustCompile(`%([A-Z][A-Z0-9_]+)(?:\(([^)]*)\))?(?::\d+)?%`),
	settings: regexp.MustCompile(`^(?:format|inline_string|text_format)\s*:\s*`),
	stamp:    stamping{stampStart, envoyStamps},
	means:    envoyMeans,
}

const envoyStamps = "Envoy's START_TIME is when the request began: Envoy, access logging, command operators"

func envoyMeans(match []string) (before string, v variable, after string) {
	operator, argument := match[1], strings.ToUpper(match[2])
	v = envoyVariables[operator]
	v.name = match[0]
	if operator == "REQ" {
		switch {
		case argument == ":METHOD":
			v.means = usesMethod
		case strings.HasSuffix(argument, ":PATH"):
			v.means = usesPath
		case argument == "X-FORWARDED-FOR":
			v.means, v.form = usesForwarded, inList
		default:
			v.form = freeText
		}
	}
	return "", v, ""
}

var envoyVariables = map[string]variable{
	"START_TIME":                             {means: usesTime},
	"DOWNSTREAM_REMOTE_ADDRESS":              {means: usesClient},
	"DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT": {means: usesClient},
	"DOWNSTREAM_DIRECT_REMOTE_ADDRESS":       {means: usesClient, rank: 1},
	"RESPONSE_CODE":                          {means: usesStatus},
	"RESPONSE_FLAGS":                         {means: usesFlags},
	"BYTES_SENT":                             {means: usesBytes},
	"DURATION":                               {means: usesDuration, unit: time.Millisecond},
	"RESPONSE_CODE_DETAILS":                  {form: oneWord},
	"CONNECTION_TERMINATION_DETAILS":         {form: freeText},
	"UPSTREAM_TRANSPORT_FAILURE_REASON":      {form: freeText},
	"DYNAMIC_METADATA":                       {form: freeText},
}
