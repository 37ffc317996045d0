package format

// ecsLayout is that of the Elastic Common Schema, with names in objects or with
// dots: event.duration is in nanoseconds. @timestamp is when an event happened,
// which may be its start or its end.
var ecsLayout = layout{
	signs: []string{"@timestamp", "http.response.status_code|http.request.method"},
	fields: "time=event.start|@timestamp,client=client.ip|source.ip|client.address|source.address,class=http.request.method," +
		"bytes=http.response.bytes|http.response.body.bytes,duration=event.duration:ns,status=http.response.status_code",
	start: "event.start",
	end:   "event.end",
	utc:   true,
}

const ecsStamps = "the schema says of @timestamp when the event originated, not which end of it: kept as it stands; event.start, where there is one, is the start"
