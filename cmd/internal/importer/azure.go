package importer

import (
	"fmt"

	"failsim/cmd/internal/config"
)

// Azure's load balancers: defaults are those of Terraform's provider azurerm 4 (its
// documentation of azurerm_lb_probe, azurerm_application_gateway and
// azurerm_cdn_frontdoor_origin_group) and of Microsoft's on health probes.

// azureLB reads a pool of a load balancer: the hash of a connection decides, and where
// all probes fail no client gets a new connection.
func (p *Plan) azureLB() {
	p.Balancing = answer{Text: "random", From: p.pool.Place.String() + ", by the hash of a connection"}
	if v, ok := p.pool.Get("balance"); ok && v.Text != "Default" {
		p.Balancing = said(v, "map-hash")
	} else if ok {
		p.Balancing.From = v.Place.String() + ", by the hash of a connection"
	}
	if _, ok := p.pool.Get("check"); !ok {
		p.left("%s: no rule leads to %s with a probe that the plan has: no check takes a machine out", p.pool.Place, p.pool.Name)
		return
	}
	p.cloudCheck("azurerm", "15s", "15s", "2", "1")
	if threshold, ok := p.pool.Get("check.rise"); ok && threshold.Int() > (config.Value{Text: p.Fall.Text}).Int() {
		p.Fall = said(threshold, threshold.Text) // it counts in both directions
	}
}

// azureGateway reads a pool of an application gateway. Its default probe asks every
// 30 s, and a machine is back with the first good answer.
func (p *Plan) azureGateway() {
	p.Balancing = answer{Text: "round-robin", From: p.pool.Place.String() + ", as application gateways choose"}
	if v, ok := p.pool.Get("sticky"); ok {
		p.Balancing = said(v, "sticky")
	}
	p.cloudCheck("Azure", "30s", "30s", "3", "1")
	if _, ok := p.pool.Get("check.path"); !ok { // the default probe asks for /
		p.deepCheck(config.Value{Text: "/", Place: p.pool.Place})
	}
	wait := p.get("timeout", "30s", "azurerm's default, request_timeout")
	p.Retrying = append(p.Retrying, answer{Text: "next-upstream: {tries: 1, answer: " + wait.Text + "}", From: wait.From})
}

// azureFrontDoor reads a group of origins. An origin is out when fewer of the last
// samples have succeeded than must have; where all are out it asks all.
func (p *Plan) azureFrontDoor() {
	p.Balancing = answer{Text: "weighted-round-robin", From: p.pool.Place.String() + ", by weight among origins that are near alike"}
	if v, ok := p.pool.Get("sticky"); ok {
		p.Balancing = said(v, "sticky")
	}
	p.left("%s: Front Door prefers origins that are near; here all are", p.pool.Place)
	p.unlike("weight")
	p.priorities()
	path, ok := p.pool.Get("check.path")
	if !ok {
		p.left("%s: %s has no health_probe: no check takes an origin out", p.pool.Place, p.pool.Name)
		return
	}
	p.cloudCheck("Azure", "100s", "5s", "2", "3")
	samples, required := p.get("samples", "4", "azurerm's default, sample_size"), p.get("required", "3", "azurerm's default, successful_samples_required")
	n, of := config.Value{Text: required.Text}.Int(), config.Value{Text: samples.Text}.Int()
	from := sources([]answer{samples, required})
	p.Fall = answer{Text: fmt.Sprint(max(1, of-n+1)), From: from + ": fewer than so many of the last samples"}
	p.Rise = answer{Text: fmt.Sprint(max(1, n)), From: from}
	p.deepCheck(path)
	p.FailsOpen = answer{Text: "open", From: p.pool.Place.String() + ": where no check is good it asks all"}
}
