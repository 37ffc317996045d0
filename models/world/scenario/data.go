package scenario

import (
	"slices"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
)

// The words for who serves reads.
var readers = []string{"any", "leader"}

// data reads some data of the world.
func (r *reader) data(n file.Node) Data {
	m := n.Open("data")
	defer m.Done()
	d := Data{
		Name:      file.Need(m, "data", r.datasets.Declared, "the name of the data"),
		PerSecond: file.Need(m, "writes", file.PositiveRateOf, "how often it is written to").PerSecond(),
		Of:        file.Get(m, "of", file.TextOf, "", "the population whose demand its writes follow; without, that of all"),
	}
	names := file.NewNames("replica", mostReplicas)
	d.Replicas = file.Need(m, "replicas", file.ListOf("replicas", func(n file.Node) Replica { return r.replica(n, names) }), "its copies, of which the first leads at the start")
	if ships := file.Get(m, "ships", file.PositiveRateOf, file.Rate{Seconds: 1}, "how many writes can be sent to a follower; without, as many as come"); m.Has("ships") {
		d.Ships = ships.PerSecond()
	}
	d.Keeps = file.Get(m, "keeps", file.PositiveDurationOf, 0, "how long a leader keeps writes for an absent follower; without it, for ever")
	d.Copy = file.Get(m, "copy", file.DurationOf, 0, "how long a full copy takes, to a replica that was away longer than writes are kept, or has led")
	d.LeaderReads = oneOf(m, "reads", readers, 0, "which replicas serve reads: any, or the leader alone", "most do") == 1
	d.InOrder = file.Get(m, "in-order", yes, false, "writes reach followers in their order, so that one that is late delays all")
	d.Away = file.Get(m, "away", atLeastOne, 1, "how many times as long a write takes while the leader is in another region than at the start", "as long")
	d.Work = file.Get(m, "work", distribution.PositiveOf, nil, "how long it works on a write or a read, on which a connection is held, beside what a write waits for; with it a region's servers, and services with servers, ask it; without, it only takes writes or not")
	d.Connections = file.Get(m, "connections", file.PositiveCountOf, usualConnections, "with work: how many writes are under way at a time, and as many reads; a request that finds all connections taken waits for one", "PostgreSQL's max_connections")
	if m.Has("connections") && !m.Has("work") {
		m.RefuseAt("connections", `without "work" no request holds a connection`)
	}
	sum := 0.0
	for _, one := range d.Replicas {
		sum += one.Writers
	}
	if sum > 1+1e-9 {
		m.RefuseAt("replicas", "the shares of writers sum to more than 100%%")
	}
	if d.Name != "" {
		for _, s := range d.services() {
			r.services.Declare(n, s.Name)
			r.ofService[s.Name] = s.Region
		}
	}
	r.allData = append(r.allData, d)
	return d
}

const usualConnections = 100

func (r *reader) replica(n file.Node, names *file.Names) Replica {
	m := n.Open("replica")
	defer m.Done()
	one := Replica{
		Name:    file.Need(m, "replica", names.Declared, "the name of a replica"),
		Region:  file.Need(m, "region", r.regions.Reference, "where it stands, as PROVIDER/REGION"),
		Lag:     file.Get(m, "lag", file.DurationOf, 0, "how long on average until it has a write, beyond half of the round trip from the first replica"),
		Writers: file.Get(m, "writers", file.ProbabilityOf, 0, "the share of writers and readers who reach this replica alone when it is cut off"),
	}
	if slices.Contains([]string{Writes[1:], Reads[1:]}, one.Name) {
		m.RefuseAt("replica", "%s is the name of what users see of the data", one.Name)
		one.Name = ""
	}
	return one
}

// checkReplicating refuses strategies that would change nothing.
func (r *reader) checkReplicating(m *file.Mapping, list []policy.Setting) {
	key := string(policy.ReplicatingSocket)
	if len(list) > 0 && len(r.allData) == 0 {
		m.RefuseAt(key, "there is nothing to replicate: say what in world: data")
		return
	}
	acks, promotes, clients := "", "", ""
	for _, s := range list {
		if s.Strategy == nil || s.Strategy.New == nil {
			return
		}
		made := s.Strategy.New(s.Values)
		if _, ok := made.(policy.Acknowledging); ok {
			if acks != "" {
				m.RefuseAt(key, "%s and %s both say what a write waits for: one of them", acks, s.Strategy.Name)
				return
			}
			acks = s.Strategy.Name
		}
		if _, ok := made.(policy.StoreClient); ok {
			if clients != "" {
				m.RefuseAt(key, "%s stands here twice", s.Strategy.Name)
				return
			}
			clients = s.Strategy.Name
		}
		if _, ok := made.(policy.Promoting); ok {
			if promotes != "" {
				m.RefuseAt(key, "%s and %s both choose the next leader: keep one of them", promotes, s.Strategy.Name)
				return
			}
			promotes = s.Strategy.Name
		}
	}
}

// onData reads on which data a step acts, and which replica it has lead.
func (r *reader) onData(d *draftStep, m *file.Mapping) {
	d.On = file.Need(m, "on", declared(r.datasets, "world: data"), actedOn)
	if m.Dry() {
		file.Get(m, "to", file.NameOf, "", "only of promote: the replica that leads next; without, the one that has most")
		return
	}
	if d.Do != policy.Promote {
		return
	}
	var names []string
	for _, is := range r.allData {
		for _, one := range is.Replicas {
			if is.Name == d.On {
				names = append(names, one.Name)
			}
		}
	}
	d.To = file.Get(m, "to", file.OneOf("replica", names...), "")
}
