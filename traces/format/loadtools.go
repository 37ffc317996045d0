package format

// heyLayout is that of hey -o csv: times are in seconds since the test began,
// and requests without an answer are not written.
var heyLayout = layout{
	signs:  []string{"response-time", "Response-delay", "offset"},
	fields: "time=offset:s,duration=response-time:s,status=status-code",
	utc:    true,
}

// ohaLayout is that of oha --output-format csv, which is like hey's.
var ohaLayout = layout{
	signs:  []string{"request-start", "request-duration", "status"},
	fields: "time=request-start:s,duration=request-duration:s,bytes=bytes,status=status",
	utc:    true,
}

const (
	heyStamps = "hey's offset is taken when it sends a request: requester/requester.go"
	ohaStamps = "oha's request-start is when it sends a request: src/printer.rs"
)
