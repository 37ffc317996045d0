package study

import (
	"time"

	"failsim/models/request"
)

// hazardsOfProviders are those of what a provider decides.
var hazardsOfProviders = []hazard{
	{"approval", "slows every change down, urgent repairs too, and stops no automated change", deletion("approval"),
		func(s []suffered) bool { return s[0].harmed >= s[1].harmed && s[0].harm > s[1].harm*3/2 }},
	{"canary", "damage that appears after the check is not seen, and the change goes on to the rest", []hazardRow{
		{"canary", "deletion-unseen", 0, 0, []string{"watch: 30m", "watch: 1m"}},
		{"canary", "deletion-unseen", 0, 0, nil},
		{"roomy", "deletion-unseen", 0, 0, nil},
	}, func(s []suffered) bool {
		return s[0].harmed > 3*s[1].harmed && s[1].harmed > 0 && s[0].harmed >= s[2].harmed*9/10
	}},
	{"fail-static", "at the horizon all unconfirmed load balancers lose their configuration at once", []hazardRow{
		{"fail-static", "deletion-unseen", 10 * time.Minute, 25 * time.Minute, nil},
		{"fail-static", "deletion-unseen", 26 * time.Minute, time.Hour, nil},
	}, func(s []suffered) bool {
		return s[0].share(request.LBMisconfigured) == 0 && s[1].share(request.LBMisconfigured) > 0.3 && s[1].harmed > 150
	}},
	{"last-known-good", "the record is still lost, and the next change breaks the load balancer again", []hazardRow{
		{"last-known-good", "deletion-unseen", 0, 0, nil},
		{"roomy", "deletion-unseen", 0, 0, nil},
	}, func(s []suffered) bool { return s[0].harmings > s[1].harmings*5/4 && s[0].harm < s[1].harm/5 }},
	{"soft-state", "if the control plane is silent for longer than a lease, every load balancer forgets its targets", []hazardRow{
		{"soft-state", "silent", 8 * time.Minute, 15 * time.Minute, nil},
		{"roomy", "silent", 8 * time.Minute, 15 * time.Minute, nil},
	}, func(s []suffered) bool {
		return s[0].harmed == 400 && s[0].share(request.LBMisconfigured) > 0.9 && s[1].harmed == 0
	}},
	{"soft-delete", "what is discovered after the retention is gone, and needs a snapshot", []hazardRow{
		{"soft-delete", "deletion", 0, 0, []string{"soft-delete: {takes: 1m}", "soft-delete: {takes: 1m, retention: 5m}"}},
		{"soft-delete", "deletion", 0, 0, nil},
		{"roomy", "deletion", 0, 0, nil},
	}, func(s []suffered) bool { return s[0].harm == s[2].harm && s[1].harm < s[0].harm*3/4 }},
	{"kill-switch", "stops scaling while demand may grow, until people look", surgeAfter("kill-switch", "roomy"), cannotScale},
	{"reconcile", "it adopts what it reads, valid or not: an LB that is misread is misconfigured with authority", []hazardRow{
		{"reconcile", "deletion", 0, 0, nil},
		{"reconcile", "deletion", 0, 0, []string{"misread: 20%", "misread: 0%"}},
	}, func(s []suffered) bool { return s[0].harmed > 0 && s[1].harmed == 0 }},
	{"refuse-missing", "such LBs cannot be scaled or changed until their records are back, so growing demand overloads them",
		surgeAfter("refuse-missing", "reconcile"), cannotScale},
	{"refuse-stale", "after a restore the records are right and older than what the LBs got meanwhile: it refuses them, and what is broken stays so until people write it", []hazardRow{
		{"refuse-stale", "restored", 40 * time.Minute, time.Hour, nil},
		{"refuse-stale", "restored", 40 * time.Minute, time.Hour, []string{"[refuse-stale]", "[{refuse-stale: {restores: trusted}}]"}},
	}, func(s []suffered) bool { return s[0].harmed == s[1].harmed && s[0].harm > s[1].harm*5/4 }},
	{"tested-restore", "shortens only the restore: damage grows until people find the cause and contain it", deletion("tested-restore"),
		func(s []suffered) bool {
			return s[0].harmed == s[1].harmed && s[0].harm < s[1].harm && s[0].harm > s[1].harm/3
		}},
}

func deletion(design string) []hazardRow {
	return []hazardRow{{design, "deletion", 0, 0, nil}, {"roomy", "deletion", 0, 0, nil}}
}

func surgeAfter(design, other string) []hazardRow {
	return []hazardRow{{design, "deletion-then-surge", 30 * time.Minute, time.Hour, nil}, {other, "deletion-then-surge", 30 * time.Minute, time.Hour, nil}}
}

func cannotScale(s []suffered) bool {
	return s[0].share(request.CannotScale) > 0.02 && s[0].of[request.CannotScale] > 2*s[1].of[request.CannotScale]
}
