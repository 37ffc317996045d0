package format

// akamaiLayout is that of Akamai's DataStream 2 in JSON: reqTimeSec is in
// seconds, with milliseconds. The turnaround is from the last byte of a request
// to the first of the response; the time that the transfer took behind it is the
// client's. Akamai's Log Delivery Service writes W3C extended logs.
var akamaiLayout = layout{
	signs:  []string{"reqTimeSec", "statusCode|cliIP|reqMethod"},
	fields: "time=reqTimeSec,client=cliIP,class=reqMethod,bytes=bytes|totalBytes|objSize,duration=turnAroundTimeMSec:ms,status=statusCode",
	utc:    true,
}

const akamaiStamps = "Akamai, DataStream 2: the request time is when the edge server accepted the request"
