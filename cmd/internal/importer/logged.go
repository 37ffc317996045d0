package importer

import "fmt"

// Logged has a plan take the load, the work and what clients saw from a log.
func (p *Plan) Logged(l *Log) {
	if l == nil {
		return
	}
	p.log = l
	p.Trace = l.Path
	if l.Service != "" {
		p.Service = answer{Text: l.Service, From: fmt.Sprintf("%s: %d durations, the mean of each twentieth; their waiting of that day is in them", l.Name, l.Timed)}
	} else {
		p.Service.From = "for how long does a server work on a request? " + l.Name + " says no durations; assumption"
	}
	if l.Known > 0 {
		p.Availability.From = fmt.Sprintf("your objective; %s answered %s of %d requests without an error; assumption", l.Name, percent(l.Known-l.Failed, l.Known), l.Known)
	}
}
