package study

import (
	"time"

	"failsim/models/request"
)

// hazardsOfProviders are those of what a provider decides.
var hazardsOfProviders = []hazard{
	{"approval", "slows every change down, urgent repairs too, and stops no change that a machine makes", deletion("approval"),
		func(s []suffered) bool { return s[0].harmed >= s[1].harmed && s[0].harm > s[1].harm*3/2 }},
	{"canary", "harm that comes later than the look is not seen, and all is changed", []hazardRow{
		{"canary", "deletion-unseen", 0, 0, []string{"watch: 30m", "watch: 1m"}},
		{"canary", "deletion-unseen", 0, 0, nil},
		{"roomy", "deletion-unseen", 0, 0, nil},
	}, func(s []suffered) bool {
		return s[0].harmed > 3*s[1].harmed && s[1].harmed > 0 && s[0].harmed >= s[2].harmed*9/10
	}},
	{"fail-static", "at the horizon all that nobody confirms lose their configuration at once", []hazardRow{
		{"fail-static", "deletion-unseen", 10 * time.Minute, 25 * time.Minute, nil},
		{"fail-static", "deletion-unseen", 26 * time.Minute, time.Hour, nil},
	}, func(s []suffered) bool {
		return s[0].share(request.LBMisconfigured) == 0 && s[1].share(request.LBMisconfigured) > 0.3 && s[1].harmed > 150
	}},
	{"last-known-good", "its record is as lost as before, and the next change harms it again", []hazardRow{
		{"last-known-good", "deletion-unseen", 0, 0, nil},
		{"roomy", "deletion-unseen", 0, 0, nil},
	}, func(s []suffered) bool { return s[0].harmings > s[1].harmings*5/4 && s[0].harm < s[1].harm/5 }},
	{"soft-state", "a control plane that is silent for longer than a lease has every load balancer forget its targets", []hazardRow{
		{"soft-state", "silent", 8 * time.Minute, 15 * time.Minute, nil},
		{"roomy", "silent", 8 * time.Minute, 15 * time.Minute, nil},
	}, func(s []suffered) bool {
		return s[0].harmed == 400 && s[0].share(request.LBMisconfigured) > 0.9 && s[1].harmed == 0
	}},
	{"soft-delete", "what is found out later than the retention is gone, and takes a snapshot as ever", []hazardRow{
		{"soft-delete", "deletion", 0, 0, []string{"soft-delete: {takes: 1m}", "soft-delete: {takes: 1m, retention: 5m}"}},
		{"soft-delete", "deletion", 0, 0, nil},
		{"roomy", "deletion", 0, 0, nil},
	}, func(s []suffered) bool { return s[0].harm == s[2].harm && s[1].harm < s[0].harm*3/4 }},
	{"kill-switch", "stops scaling while demand may grow, until people look", surgeAfter("kill-switch", "roomy"), cannotScale},
	{"reconcile", "adopts what it reads, right or wrong: an LB that is misread is harmed, with authority", []hazardRow{
		{"reconcile", "deletion", 0, 0, nil},
		{"reconcile", "deletion", 0, 0, []string{"misread: 20%", "misread: 0%"}},
	}, func(s []suffered) bool { return s[0].harmed > 0 && s[1].harmed == 0 }},
	{"refuse-missing", "such LBs cannot be scaled or changed until their records are back, so growing demand overloads them",
		surgeAfter("refuse-missing", "reconcile"), cannotScale},
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
