package traces

// cloudfrontParser reads CloudFront's standard logs: W3C extended logs that
// are divided by tabs and have a column x-edge-location.
type cloudfrontParser struct{ w3cParser }

func newCloudFront(of *reading) parser { return &cloudfrontParser{*newW3C(of).(*w3cParser)} }

func (p *cloudfrontParser) parse(line []byte, r *Record) fault {
	f := p.w3cParser.parse(line, r)
	if f.reason == "" && !p.tabs {
		return fault{column: 1, reason: "#Fields names no column x-edge-location, as CloudFront's does"}
	}
	return f
}
