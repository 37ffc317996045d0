package scenario

import (
	"slices"
	"time"

	"failsim/models/distribution"
)

// Data is some data of the tenant's, kept by replicas of which the first leads at the
// start. What it is to users are two services, NAME/writes and NAME/reads; each replica
// is a service NAME/REPLICA, and what joins it to the others is NAME/REPLICA/link; what
// joins all replicas of a region to those elsewhere is NAME/REGION/link.
type Data struct {
	Name        string
	PerSecond   float64 // writes
	Of          string  // the population whose demand they follow; "": of all
	Replicas    []Replica
	Ships       float64 // writes a second that can be sent to a follower; 0: as many as come
	Keeps       time.Duration
	Copy        time.Duration
	LeaderReads bool
	InOrder     bool
	Work        distribution.Distribution // of one connection on a write or a read; nil: it is not asked
	Connections int
	Away        float64 // factor on the time of writes while the leader is in another region than at the start
}

// Replica is one copy of some data.
type Replica struct {
	Name    string
	Region  string
	Lag     time.Duration
	Writers float64
}

// The services of some data, after its name.
const (
	Writes = "/writes"
	Reads  = "/reads"
	Link   = "/link"
)

// ready makes what users see of data that works a service that is asked.
func (d *Data) ready(s *NamedService) {
	if d.Work != nil && (s.Name == d.Name+Writes || s.Name == d.Name+Reads) {
		s.Servers, s.Work = d.Connections, d.Work
	}
}

// services are those of some data, with the regions in which they stand.
func (d *Data) services() []NamedService {
	list := []NamedService{{Name: d.Name + Writes}, {Name: d.Name + Reads}}
	for i := range list {
		d.ready(&list[i])
	}
	for _, r := range d.Replicas {
		if r.Name == "" {
			continue
		}
		list = append(list, NamedService{Name: d.Name + "/" + r.Name, Region: r.Region}, NamedService{Name: d.Name + "/" + r.Name + Link})
	}
	for i, r := range d.Replicas {
		if r.Region != "" && slices.IndexFunc(d.Replicas, func(o Replica) bool { return o.Region == r.Region }) == i {
			list = append(list, NamedService{Name: d.Name + "/" + r.Region + Link})
		}
	}
	return list
}
