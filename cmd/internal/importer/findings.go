package importer

import "slices"

// rule looks for one kind of finding.
type rule func(p *Plan) []Finding

// ofService are rules for what stands around pools, ofLayers for a pool behind another,
// ofPools for each pool by itself; one kind of finding each.
var (
	ofService = []rule{leadsNowhere, staticName, standbyTooSmall, longTTL, stubbornResolver, singleUpstream, checksOfOtherDepth, idleOutsideLonger, budgetTooLow}
	ofLayers  = []rule{retriesMultiply, timeoutsInsideOut}
	ofPools   = []rule{withoutRedispatch, passiveBlip, onlyServer, cannotEject, ejectsTooFew, localityStays, pinnedClients, namesNeverAskedAgain, scalerTooLow}
)

// Found are the findings of all plans. What several pools take from one line, of
// HAProxy's defaults or of nginx's http, is said once.
func Found(plans []*Plan) (list []Finding) {
	for _, p := range plans {
		for _, f := range p.Findings() {
			i := slices.IndexFunc(list, func(have Finding) bool { return have.Kind == f.Kind && have.At == f.At && have.plan.pool != p.pool })
			if i < 0 || p.pool == nil || list[i].plan.pool == nil {
				list = append(list, f)
				continue
			}
			if one := &list[i]; len(one.Pools) == 0 {
				one.Pools = []string{one.plan.called(one.plan.pool), p.called(p.pool)}
			} else {
				one.Pools = append(one.Pools, p.called(p.pool))
			}
		}
	}
	return list
}

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
