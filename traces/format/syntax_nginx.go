package format

import (
	"regexp"
	"time"
)

// nginxSyntax is that of log_format: ngx_http_log_module, and the variables of
// ngx_http_core_module and ngx_http_upstream_module. Times are in seconds, with
// milliseconds.
var nginxSyntax = syntax{
	name:     "nginx",
	variable: regexp.MustCompile(`\$(?:\{(\w+)\}|(\w+))`),
	settings: regexp.MustCompile(`(?s)^log_format\s+\S+\s+(?:escape=\S+\s+)?|;\s*$`),
	stamp:    stamping{stampEnd, nginxStamps},
	means: func(match []string) (string, variable, string) {
		name := match[1] + match[2]
		v := nginxVariables[name]
		v.name = "$" + name
		return "", v, ""
	},
}

var nginxVariables = map[string]variable{
	"time_local":                {means: usesTime, rank: 2, form: freeText},
	"time_iso8601":              {means: usesTime, rank: 1},
	"msec":                      {means: usesTime},
	"remote_addr":               {means: usesClient, rank: 1},
	"realip_remote_addr":        {means: usesClient, rank: 3},
	"proxy_protocol_addr":       {means: usesClient, rank: 2},
	"the_real_ip":               {means: usesClient},
	"http_x_forwarded_for":      {means: usesForwarded, form: inList},
	"proxy_add_x_forwarded_for": {means: usesForwarded, rank: 1, form: inList},
	"http_x_real_ip":            {means: usesForwarded, rank: 2},
	"request":                   {means: usesRequest, form: freeText},
	"request_method":            {means: usesMethod},
	"request_uri":               {means: usesPath},
	"uri":                       {means: usesPath, rank: 1},
	"status":                    {means: usesStatus},
	"upstream_status":           {form: inList},
	"body_bytes_sent":           {means: usesBytes},
	"bytes_sent":                {means: usesBytes, rank: 1},
	"request_time":              {means: usesDuration, unit: time.Second},
	"upstream_response_time":    {means: usesDuration, rank: 1, unit: time.Second, form: inList},
	"upstream_addr":             {form: inList},
	"upstream_response_length":  {form: inList},
	"upstream_connect_time":     {form: inList},
	"upstream_header_time":      {form: inList},
	"remote_user":               {form: freeText},
	"http_user_agent":           {form: freeText},
	"http_referer":              {form: freeText},
	"session_time":              {means: usesDuration, rank: 2, unit: time.Second}, // of stream
	"upstream_session_time":     {form: inList},
	"ssl_cipher":                {form: freeText},
}
