package study

import (
	"math"
	"time"

	"failsim/models/file"
	"failsim/models/request"
	"failsim/models/world/scenario"
)

// Cost is the memory of one run that a key of the scenario asks for.
type Cost struct {
	Key    string
	Bytes  float64
	Means  func(text string) bool // whether a value of the key is the one
	Remedy string
}

// Size is about what runs take: the memory of one, by what asks for it, and how
// much there is to do. Figures are of the order of magnitude: they are to tell
// minutes from weeks, and what fits from what does not.
type Size struct {
	Costs    []Cost
	Requests float64 // that arrive in one run
	Seconds  float64 // of processor time of one run
}

// Bytes returns the memory of one run.
func (s *Size) Bytes() float64 {
	sum := 0.0
	for i := range s.Costs {
		sum += s.Costs[i].Bytes
	}
	return sum
}

// Costliest returns what asks for most.
func (s *Size) Costliest() *Cost {
	most := &s.Costs[0]
	for i := range s.Costs {
		if s.Costs[i].Bytes > most.Bytes {
			most = &s.Costs[i]
		}
	}
	return most
}

// What a thing takes in a run, as the heap was measured to grow with it
// (TestASizeIsOfTheOrderOfWhatARunTakes).
const (
	bytesAServer   = 8.0   // when it will be idle
	bytesAnLB      = 100.0 // record, damage, and workflows that write what it holds already
	bytesALostLB   = 300.0 // the same where state is deleted: workflows that do harm, and its mending
	bytesAResolver = 16.0  // period and phase
	bytesASample   = 8.0   // requests between two measurements
	bytesAWorker   = 8.0   // as a server
	bytesAChange   = 30.0  // of a customer that waits for a worker
	bytesANewLB    = 8.0   // of another customer: its place in lists of LBs
	bytesAWindow   = 300.0 // of a population: counts by cause, twice, and the minutes of its users
	leastBytes     = 16e6  // of any run
)

// What a thing takes of processor time: some 200 ns a request, as the speed
// tables of the README say, and about as much for an event.
const secondsAThing = 200e-9

// Size estimates a run of the most expensive of some designs; none are all.
func (w *Workload) Size(designs []string) Size {
	var worst Size
	for i := range w.Scenario.Designs {
		d := &w.Scenario.Designs[i]
		if len(designs) > 0 && !contains(designs, d.Name) {
			continue
		}
		if s := w.size(d); len(worst.Costs) == 0 || s.Bytes() > worst.Bytes() {
			worst = s
		}
	}
	if len(worst.Costs) == 0 {
		worst.Costs = []Cost{{Key: "scenario"}}
	}
	return worst
}

func contains(list []string, name string) bool {
	for _, n := range list {
		if n == name {
			return true
		}
	}
	return false
}

func (w *Workload) size(d *scenario.Design) Size {
	s, cp := w.Scenario, &w.Scenario.World.ControlPlane
	var size Size
	add := func(key string, bytes float64, means func(string) bool, remedy string) {
		size.Costs = append(size.Costs, Cost{key, bytes, means, remedy})
	}
	servers := 0.0
	for _, p := range w.Servers(d) {
		servers += float64(max(p.Servers, p.Grown))
	}
	busiest := w.busiestPopulation()
	add("a run at its least", leastBytes, nil, "more memory")
	add("rate", bytesAServer*servers, isRate(busiest.Trace.PerSecond),
		"a lower rate, shorter work, or weight: N, which has one simulated request stand for N")
	fleet, workers, largest := 0.0, 0.0, 0
	for _, p := range s.World.Providers {
		for _, r := range p.Regions {
			fleet, largest = fleet+float64(r.Fleet), max(largest, r.Fleet)
			workers += float64(cp.Workers)
		}
	}
	add("workers", bytesAWorker*workers, isCount(cp.Workers), "fewer workers")
	each := bytesAnLB
	for i := range s.Incidents {
		for _, f := range s.Incidents[i].Faults {
			if f.OperatorError() {
				each = bytesALostLB
			}
		}
	}
	add("fleet", each*fleet, isCount(largest), "a smaller fleet")
	resolvers, most := 0.0, 0
	for p := range s.Workload {
		n := s.ClientsOf(d, p).Resolvers
		resolvers, most = resolvers+float64(n), max(most, n)
	}
	add("resolvers", bytesAResolver*resolvers, isCount(most), "fewer resolvers")
	hours, lbs := w.length.Hours(), w.lbsOf(d)
	measured := 0.0
	if cp.ScaleEvery > 0 {
		samples := max(1, float64(cp.ScaleWindow)/float64(cp.ScaleEvery))
		add("every", bytesASample*samples*lbs, isDuration(cp.ScaleEvery), "scaling that looks less often, or over a shorter window")
		measured = lbs * float64(w.length) / float64(cp.ScaleEvery)
	}
	touched, created := w.backlog()
	made := 0.0
	for range w.Fixed.Regions {
		made += float64(float64(cp.CreationsPerHour) * hours)
	}
	add("touches", bytesAChange*touched, isHourly(cp.TouchesPerHour), "fewer touches, more workers, or shorter work")
	add("creations", float64(bytesAChange*created)+float64(bytesANewLB*made), isHourly(cp.CreationsPerHour), "fewer creations")
	windows := float64(w.length) / float64(w.Layout(&s.Incidents[0]).Filled().Window)
	add("length", (bytesAWindow+4*float64(request.Causes))*windows*float64(len(s.Workload)), isDuration(s.Length), "a shorter run")
	for _, mean := range w.means {
		size.Requests += float64(mean * w.length.Seconds())
	}
	touches := fleet*cp.TouchesPerHour*hours/math.Max(1, float64(len(s.World.Providers))) + made
	size.Seconds = secondsAThing * (size.Requests + measured + touches)
	return size
}

// backlog returns how many changes wait for a worker at the end of a run, of LBs
// that were there at the start and of new ones.
func (w *Workload) backlog() (touched, created float64) {
	for _, u := range w.Utilisations() {
		if u.Share() > 1 {
			waiting := u.PerHour * w.length.Hours() * (1 - 1/u.Share())
			share := w.Scenario.World.ControlPlane.CreationsPerHour / u.PerHour
			touched, created = touched+float64(waiting*(1-share)), created+float64(waiting*share)
		}
	}
	return touched, created
}

// busiestPopulation returns the one with the highest rate.
func (w *Workload) busiestPopulation() *scenario.Population {
	most := 0
	for i := range w.Peaks {
		if w.Peaks[i] > w.Peaks[most] {
			most = i
		}
	}
	return &w.Scenario.Workload[most]
}

// lbsOf returns how many LBs of the tenant a design has.
func (w *Workload) lbsOf(d *scenario.Design) (lbs float64) {
	for i := range w.Scenario.Workload {
		p := &w.Scenario.Workload[i]
		lbs += float64(p.Names * len(d.Serve[p.Location]))
	}
	return lbs
}

func isRate(perSecond float64) func(string) bool {
	return func(text string) bool {
		r, err := file.ParseRate(text)
		return err == nil && math.Abs(r.PerSecond()-perSecond) <= 1e-9*perSecond
	}
}

func isHourly(perHour float64) func(string) bool { return isRate(perHour / 3600) }

func isCount(n int) func(string) bool {
	return func(text string) bool {
		x, err := file.ParseCount(text)
		return err == nil && x == n
	}
}

func isDuration(d time.Duration) func(string) bool {
	return func(text string) bool {
		x, err := file.ParseDuration(text)
		return err == nil && x == d
	}
}
