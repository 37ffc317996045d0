// Package reliability simulates what fails and is mended, written as files in
// the language of scenarios: components with any distribution of up and down times,
// crews of few repairers, causes that take several components at once, ways in
// which a failure is found, standbys that take over, pairs with imperfect
// coverage, loads that survivors share, and systems that are up while enough
// of their parts are.
//
//	reliability: storage
//	about: three disks of which two are needed, one repairer, one power supply
//	length: 8760h               # of one cycle, measured
//	warm-up: 100h               # before it; or none: everything begins up and new
//	cycles: 200                 # independent runs that make one replication
//	crews:
//	  - {crew: day, people: 1}  # first come, first served
//	components:
//	  - component: disk
//	    count: 3
//	    up: {weibull: {scale: 1000h, shape: 1.5}}  # or available: 99.9%, for exponential up times
//	    down: {lognormal: {mean: 8h, cv: 1}}       # of repair, once it has begun
//	    crew: day               # left out: a repairer for each component
//	    found: {every: 5m}      # by a scan; or {probe: {...}}, or {lease: {...}}; left out: at once
//	  - {component: site, up: 4380h, down: 2h, found: {probe: {interval: 10s, timeout: 2s, threshold: 3}},
//	     takeover: {coverage: 98%, switch: 60s}}   # by a standby that never fails
//	causes:
//	  - {cause: power, up: 10000h, down: 1h, takes: [disk]}
//	pairs:                      # active and standby, each with a repairer of its own
//	  - {pair: db, up: 1000h, down: 4h, coverage: 95%, failover: 1m, manual: 1h}
//	sharing:                    # the load that one server carries at most is 1
//	  - {sharing: web, servers: 400, load: 320, loses: 25%, trips: {above: 1.05, batch: 5%, after: 1s}}
//	systems:
//	  - {system: all, needs: {all: [site, db, {2-of: [disk]}]}}     # or any: one of them
//	within: [30m, 1h]           # asks which share of outages, and of cycles' downtimes, is no longer
//
// A cycle ends earlier with until: outage, when the first system (or, without
// systems, anything) is down, or until: mended, when everything is up again
// after a failure. A component may begin broken (begins: broken), and one
// without up times then fails only that once.
//
//	spec, err := reliability.Read("storage.yaml", content)
//	report := reliability.Run(spec, 1, 0)          // seed, replication
//	report.Value("system all", "unavailability")
//
// Figures. They belong to "component NAME" (its instances together, an average one),
// "cause NAME", "pair NAME", "system NAME", "sharing NAME" and "cycles"; times are in
// seconds. availability and unavailability are over time, outages_per_hour counts those
// that begin; mean_up and mean_down are time over outages; mean_outage, std_outage,
// outage_p50 and so on are of outages that ended, and mean_found is from failure to when
// it was found. p_no_outage, p_downtime_le_1800s, mean_downtime and downtime_p99 are over
// cycles; mean_first_outage, which only until: outage has, is over cycles that had one.
// Over replications, means and shares are sums over sums, so that one without an outage
// counts its time; quantiles are of all durations. A pair also has the share of time in
// each of its states. "cycles" reports mean_length and std_length.
//
// Mending begins when a failure is found. A takeover that covers a failure
// ends the outage when it is found and the switch is done, and the next up
// time begins; one that does not leaves an outage as long as the down time,
// which then counts from the failure. A lease is renewed at a phase of its
// own, so a failure is known when what is left of it has run out.
//
// While a pair switches, its standby does not age and the failed one is not
// mended yet (the model of Dugan and Trivedi 1989). It leaves out components
// that wear without failing, spares that must be fetched, and repairs that
// one failure makes of another.
package reliability
