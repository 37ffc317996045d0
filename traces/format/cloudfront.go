package format

// cloudfrontParser reads CloudFront's standard logs: W3C extended logs that
// are divided by tabs and have a column x-edge-location.
type cloudfrontParser struct{ w3cParser }

func newCloudFront(of *reading) parser { return &cloudfrontParser{*newW3C(of).(*w3cParser)} }

func (p *cloudfrontParser) parse(line []byte, r *Record) Fault {
	f := p.w3cParser.parse(line, r)
	if f.Reason == "" && !p.tabs {
		return Fault{Column: 1, Reason: "#Fields names no column x-edge-location, as CloudFront's does"}
	}
	return f
}

// cloudfrontLayout is that of CloudFront's standard logs of version 2, as JSON or
// Parquet: date and time apart, all values strings.
var cloudfrontLayout = layout{
	signs:  []string{"date", "time", "x-edge-location", "sc-status"},
	fields: "time=date+time,client=x-forwarded-for|c-ip,class=cs-method,bytes=sc-bytes,duration=time-taken:s,status=sc-status",
	utc:    true,
}

const cloudfrontStamps = "AWS: date and time are when CloudFront finished responding"
