package format

// gcpLayout is that of Google Cloud's load balancers, and of what else keeps an
// httpRequest in Cloud Logging, as its export has it: JSON, or a table of
// BigQuery. A latency is "0.034s", in a table a number of seconds. An entry of a
// client that went away has no status, but a statusDetails that says so.
var gcpLayout = layout{
	signs: []string{"httpRequest.requestMethod|httpRequest.requestUrl", "httpRequest.latency|httpRequest.status|httpRequest.remoteIp"},
	fields: "time=timestamp|receiveTimestamp,client=httpRequest.remoteIp,class=httpRequest.requestMethod,bytes=httpRequest.responseSize," +
		"duration=httpRequest.latency:s,status=httpRequest.status",
	flags: "jsonPayload.statusDetails|jsonPayload.proxyStatus|jsonpayload_type_loadbalancerlogentry.statusdetails",
}

const gcpStamps = "Google's pages say only that timestamp is the time of the event that an entry describes: kept as it stands"
