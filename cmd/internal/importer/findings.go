package importer

// rule looks for one kind of finding.
type rule func(p *Plan) []Finding

// ofService are rules for what stands around pools, ofLayers for a pool behind another,
// ofPools for each pool by itself; one kind of finding each.
var (
	ofService = []rule{staticName, longTTL, stubbornResolver, singleUpstream, checksOfOtherDepth, idleOutsideLonger, budgetTooLow}
	ofLayers  = []rule{retriesMultiply, timeoutsInsideOut}
	ofPools   = []rule{withoutRedispatch, passiveBlip, onlyServer, cannotEject, ejectsTooFew, localityStays, pinnedClients, namesNeverAskedAgain, scalerTooLow}
)

// Findings are what the files say that will hurt a plan's pool, and the service if
// the plan is of that.
func (p *Plan) Findings() []Finding {
	var list []Finding
	rules := ofPools
	if p.service {
		rules = append(append([]rule{}, ofService...), ofPools...)
	}
	if p.outer != nil {
		rules = append(append([]rule{}, ofLayers...), ofPools...)
	}
	for _, r := range rules {
		for _, f := range r(p) {
			if f.plan = p; f.Was == "" {
				f.Was = "as-configured"
			}
			if f.Then == "" {
				f.Then = f.Drill
			}
			if f.Design == "" {
				f.Design = f.Was
			}
			list = append(list, f)
		}
	}
	return list
}
