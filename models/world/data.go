package world

import (
	"slices"
	"time"

	"failsim/models/data"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/service"
	"failsim/models/world/scenario"
	"failsim/sim"
)

func (j *services) buildData() {
	d, w := &j.data, j.w
	*d = datasets{services: j, machines: make([]bool, len(w.fixed.Regions)), spec: w.scenario.World.Data}
	if len(d.spec) == 0 {
		return
	}
	d.parts = make([]part, len(j.acts))
	d.all = data.New(&w.kernel, d)
	rules := strategies[any](w.choice.Design.Tenant[policy.ReplicatingSocket])
	for which, said := range d.spec {
		for i, r := range said.Replicas {
			name := said.Name + "/" + r.Name
			d.parts[j.number[name]] = part{is: true, which: which, replica: i}
			d.parts[j.number[name+scenario.Link]] = part{is: true, link: true, which: which, replica: i}
			d.parts[j.number[said.Name+"/"+r.Region+scenario.Link]] = part{is: true, link: true, all: true, which: which, replica: int(w.fixed.Region(r.Region))}
		}
		d.faces = append(d.faces, face{writes: j.number[said.Name+scenario.Writes], reads: j.number[said.Name+scenario.Reads]})
		d.load = append(d.load, 1)
		d.waits = append(d.waits, nil)
		d.all.Add(w.dataSpec(said, rules))
	}
	for which := range d.spec {
		d.all.Begin(which)
	}
}

// dataSpec is some data as a design replicates it.
func (w *World) dataSpec(said scenario.Data, rules []any) data.Spec {
	s := data.Spec{Key: w.key.Named("data/" + said.Name), PerSecond: said.PerSecond, Ships: said.Ships, Keeps: said.Keeps, Copy: said.Copy, LeaderReads: said.LeaderReads, Away: said.Away, InOrder: said.InOrder}
	for _, a := range of[policy.Acknowledging](rules) {
		s.Acks = a.Acks(len(said.Replicas))
	}
	for _, p := range of[policy.Promoting](rules) {
		promotion := p.Promotion(len(said.Replicas))
		s.Promotion = &promotion
	}
	for _, c := range of[policy.StoreClient](rules) {
		s.Clients = c.StoreClients()
	}
	for _, r := range said.Replicas {
		region := w.fixed.Region(r.Region)
		s.Replicas = append(s.Replicas, data.Replica{Name: r.Name, Lag: r.Lag, Writers: r.Writers, Far: r.Region != said.Replicas[0].Region, Place: int(region)})
		var ways []time.Duration
		for _, to := range said.Replicas {
			ways = append(ways, w.fixed.RTT[region][w.fixed.Region(to.Region)]/2)
		}
		s.Ways = append(s.Ways, ways)
	}
	return s
}

// fare has a replica be as its service is: one that answers nothing though it runs is
// frozen.
func (d *datasets) fare(now sim.Time, i id.Service, s *service.State) {
	if d.parts == nil || !d.parts[i].is {
		return
	}
	p := d.parts[i]
	if p.all {
		d.all.CutOff(now, p.which, p.replica, !s.Up())
		return
	}
	if p.link {
		d.all.Cut(now, p.which, p.replica, !s.Up())
		return
	}
	health := data.Well
	switch region := d.services.acts[i].region; {
	case s.Up():
	case s.Running:
		health = data.Frozen
	case region >= 0 && d.machines[region]:
		health = data.Lost
	default:
		health = data.Dead
	}
	d.all.Fare(now, p.which, p.replica, health)
}

// DataChanged implements data.Host.
func (d *datasets) DataChanged(now sim.Time, which int, f data.Faces) {
	of := &d.faces[which]
	was := of.reported
	of.reported = f
	if from, to := writesOf(was), writesOf(f); from != to {
		d.services.graph.Instead(now, of.writes, from[:], to[:])
	}
	if from, to := fails(was.ReadsFail, was.ReadsHang, 1), fails(f.ReadsFail, f.ReadsHang, 1); from != to {
		d.services.graph.Instead(now, of.reads, from[:], to[:])
	}
}

func writesOf(f data.Faces) [2]service.Ail { return fails(f.WritesFail, f.WritesHang, max(1, f.Slow)) }

// fails is what is wrong where a share of all fails, of which some hear nothing: of what
// does not hang the rest fails.
func fails(share, hangs, slow float64) [2]service.Ail {
	rest := 0.0
	if hangs < 1 {
		rest = (share - hangs) / (1 - hangs)
	}
	return [2]service.Ail{{Errors: hangs, Slow: 1, Need: true, Hangs: true}, {Errors: rest, Slow: slow, Need: true}}
}

// DataWaits implements data.Host.
func (d *datasets) DataWaits(now sim.Time, which int, waits distribution.Distribution) {
	d.waits[which] = waits
	j := d.services
	j.calls.wait(d.faces[which].writes, waits)
	for p := range j.w.scenario.Workload {
		j.setKinds(now, p)
	}
}

// DataLost implements data.Host.
func (d *datasets) DataLost(now sim.Time, which int, l data.Loss) {
	w := d.services.w
	w.narrate(now, "%s: %.0f acknowledged writes of %s are lost", d.spec[which].Name, l.Writes, l.Span.Round(time.Millisecond))
	if k, ok := w.sink.(record.Keeper); ok {
		k.DataLost(now, which, l.Writes)
	}
}

// DataEvent implements data.Host.
func (d *datasets) DataEvent(now sim.Time, which int, format string, args ...any) {
	d.services.w.narrate(now, d.spec[which].Name+": "+format, args...)
}

// pull does what a step of a playbook does to some data.
func (d *datasets) pull(now sim.Time, s *policy.Step) {
	which := slices.IndexFunc(d.spec, func(is scenario.Data) bool { return is.Name == s.On })
	switch s.Do {
	case policy.Promote:
		d.all.Promote(now, which, slices.IndexFunc(d.spec[which].Replicas, func(r scenario.Replica) bool { return r.Name == s.To }))
	case policy.Fence:
		d.all.Fence(now, which)
	case policy.GoAsynchronous:
		d.all.GoOn(now, which)
	}
}

// Surge implements fault.Surger: data of a population whose demand grows has as many
// times as many writes.
func (j *services) Surge(now sim.Time, population string, factor float64) {
	if j == nil {
		return
	}
	for i, is := range j.data.spec {
		if is.Of == "" || population == "" || is.Of == population {
			j.data.load[i] *= factor
			j.data.all.Load(now, i, j.data.load[i])
		}
	}
}

// reportEnd reports what has become of the data.
func (j *services) reportEnd(now sim.Time) {
	if j == nil {
		return
	}
	j.calls.reportEnd(now)
	j.works.reportEnd(now, j.w)
	if k, ok := j.w.sink.(record.Keeper); ok {
		for i := range j.data.spec {
			k.DataKept(now, i, record.Data(j.data.all.Figures(now, i)))
		}
	}
}
