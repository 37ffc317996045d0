// Package queue simulates queueing systems that are written as scenario files of their
// own kind: streams of requests, stations with servers and bounded queues, balancers
// before groups of stations, clients that lose patience and retry. It is the world of
// failsim without its regions and providers, so that what theory knows can be put to the
// same kernel, draws, distributions, strategies and first-come stations, and so that a
// user can ask about a queue.
//
//	queueing: front-door
//	about: a front door before a pool of ten
//	length: 20000s              # measured; or requests: 200000, as many as are expected in it
//	warm-up: 100s               # before time 0; or none; or mser: cut from the run by MSER-5
//	arrivals:
//	  - stream: web
//	    rate: 8/s               # Poisson
//	    to: pool
//	    retry: {attempts: 3, wait: {exponential: {mean: 10s}}}     # or a strategy: {backoff: {attempts: 3}}
//	    most-waiting: 100000    # clients who will try again; a run that has more is stopped, and says since when
//	  - {stream: app, closed: {clients: 20, think: {exponential: {mean: 1s}}}, to: db, class: gold}
//	  - {stream: jobs, every: {erlang: {mean: 2s, stages: 4}}, to: db, class: bronze, patience: {exponential: {mean: 3s}}}
//	stations:
//	  - station: db
//	    servers: 2              # or unlimited
//	    queue-capacity: 10              # for those who wait, so 12 in all; unlimited if left out
//	    service: {lognormal: {mean: 40ms, cv: 2}}
//	    discipline: {priority: [gold, bronze]}     # or fifo, the default, lifo, processor-sharing
//	    fails: 1%               # of services end in an error; or {share: 1%, error-after: 5ms}, which takes so much of a server's time
//	    admits: {rate: 100/s, burst: 50}           # a token bucket; the rest finds no place
//	  - {station: cloud, servers: 10, service: 1s, scales: {target: 60%, every: 30s, delay: 60s, least: 2, most: 100}}
//	groups:
//	  - group: pool
//	    stations: {count: 10, like: {servers: 1, service: {exponential: {mean: 1s}}}}  # or [{station: a, weight: 2}, b]
//	    balance: least-request  # a strategy of the Balancing socket, or one of Balancers, as {consistent-hash: {points: 100}}
//	caches:
//	  - {cache: edge, to: cloud, keeps: 1000, ttl: 60s, hit: 1ms}   # objects, fresh so long; or warms: {from: 0%, to: 95%, over: 5m}, from time 0 on
//
// Streams arrive by rate (Poisson), every (any distribution between arrivals),
// batches {every, size}, sinusoidal {rate, amplitude, period, peak},
// traced {every, rates}, on-off {rate, on, off} or closed {clients, think}.
// A station's schedule, [{at: 10s, servers: 75}], takes servers away and gives
// them back; observe, [5s, 10s], asks how many are in the system at instants;
// cycles repeats the run, from empty, within a replication. Servers also come
// and go with replaces: {after: 60s, rate: 5/s}, which gives back what the
// schedule took; with scales, which sets so many that a target of them is busy
// (more of them come after the delay, fewer are at once); and with breaks: {up, down,
// people}, distributions of each server's own. down, [{at: 19h, for: 1h}], closes a
// station's door. A stream that asks for objects: {count: 5000, zipf: 0.9} meets
// caches that keep some (the one not asked for the longest makes room), and
// always the same station of a consistent-hash ring. Instants count
// from the end of the warm-up; a change may lie in it, as in {at: -50s, servers: 0}.
//
//	spec, err := queue.Read("front-door.yaml", content, strategies.All())
//	reports := queue.RunAll(spec, 1, 40)                       // or Run, one replication at a time
//	wait, ok := queue.Find(queue.Estimates(reports), "station db", "mean_wait")
//	fmt.Println(wait.Mean, wait.SE, wait.Why)
//
// Figures. They belong to "station NAME", "group NAME" (members' requests
// together, and the time of an average member) or "stream NAME"; times are in
// seconds. Waits count from arrival to start of service, zeros included, and
// sojourns to its end, of those served; mean_wait_all counts those who gave up
// too. p_wait is the share of those accepted that had to wait, p_block of
// arrivals that found no place, p_abandon of those accepted that gave up.
// mean_in_system, mean_queue, tail_ge_K and p_zero are over time; a name that
// ends in _seen is over what arrivals found, and mean_in_system_at_15s is at an
// instant to observe, over cycles. A stream's goodput is answers
// without error, within its clients' timeout; attempts_per_request is the
// amplification by retries, latency counts from the first attempt to success,
// and time_to_failure to the failure of the last. A retry that says its wait
// may have a budget: {share: 10%, floor: 10/s, tokens: 100}.
//
// What has no answer is refused by Read (a steady state of a queue that grows
// without end) or reported as a figure without a value and with a reason (a mean
// wait that is infinite).
//
// What no rule on the file decides is measured in the runs: where the mean number in
// a station or group is larger in the second half of the measured time than in the
// first, by a twentieth and by Student's paired test over replications at a level of
// 0.1 %, its figures and those of its streams have a reason, still growing, in place
// of a value (Growing). So at most one right station or group in a thousand is
// refused by chance. It sees what 40 replications can see: a queue at 99 % that
// starts empty and is watched for little longer than it remembers may pass. Streams
// whose rates vary with the time are not asked. Without a steady state, p_unserved
// is the share of those who came in that are still there at the end; above 1 %,
// times of those served are reported with it.
//
// What a cache that keeps objects lets through is not known beforehand: whether
// its origin has a steady state is not judged.
//
// It leaves out networks of stations, interruption by priority, and servers
// that differ within a station. A server that is lost sends the request that
// was begun last back to the head of the queue, and what is left of its work
// is done later.
package queue
