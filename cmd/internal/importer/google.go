package importer

// googleALB reads a backend service of Google's application load balancer, which is
// made of Envoys: defaults are those of its documentation (backend services, health
// checks). What it repeats stands in URL maps, which a plan's reader leaves out.
func (p *Plan) googleALB() {
	p.envoyBalance("ROUND_ROBIN", "Google Cloud's default, localityLbPolicy")
	if v, ok := p.pool.Get("sticky"); ok {
		p.Balancing = said(v, "sticky")
	}
	p.cloudCheck("Google Cloud", "5s", "5s", "2", "2")
	p.ejecting()
	wait := p.get("timeout", "30s", "Google Cloud's default, timeoutSec")
	p.Retrying = append(p.Retrying, answer{Text: "next-upstream: {tries: 1, answer: " + wait.Text + "}", From: wait.From})
	p.left("%s: what the URL map before %s repeats: one try is simulated", p.pool.Place, p.pool.Name)
}

// googleNLB reads one of its network load balancers: the hash of a connection decides,
// and where no backend is healthy it asks all.
func (p *Plan) googleNLB() {
	p.Balancing = answer{Text: "random", From: p.pool.Place.String() + ", by the hash of a connection"}
	p.cloudCheck("Google Cloud", "5s", "5s", "2", "2")
	p.FailsOpen = answer{Text: "open", From: p.pool.Place.String() + ": where no check is good it asks all"}
}
