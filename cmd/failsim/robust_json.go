package main

import (
	"failsim/cmd/internal/robust"
	"failsim/models/world/scenario"
)

type turn struct {
	Incident string `json:"incident"`
	From     string `json:"from"`
	To       string `json:"to"`
	Was      string `json:"was"`
	Becomes  string `json:"becomes"`
}

type robustNumber struct {
	Path    string   `json:"path"`
	Value   string   `json:"value"`
	Low     string   `json:"low,omitempty"`
	High    string   `json:"high,omitempty"`
	Line    int      `json:"line"` // 0: a default
	Also    []string `json:"also,omitempty"`
	Words   []string `json:"words,omitempty"` // tried
	Comment string   `json:"comment"`
	Worth   float64  `json:"user_minutes_to_know"`
	Turns   []turn   `json:"turns"`
	Refused string   `json:"refused,omitempty"`
}

// robustAnswer is what --json prints.
type robustAnswer struct {
	Schema   string  `json:"schema"`
	Scenario string  `json:"scenario"`
	SHA256   string  `json:"scenario_sha256"`
	Factor   float64 `json:"factor"`
	// Replications are those of each point, and Lost what each design that the tenant can
	// buy loses as the scenario stands, summed over incidents.
	Replications int                `json:"replications"`
	Lost         map[string]float64 `json:"user_minutes_lost"`
	Numbers      []robustNumber     `json:"numbers"`
}

func robustJSON(study *robust.Study, s *scenario.Scenario, list []robust.Number) *robustAnswer {
	all := &robustAnswer{"failsim/robust/1", s.Name, s.SHA256, study.Factor, study.Screen, study.Lost(), []robustNumber{}}
	for i := range list {
		n := &list[i]
		turns := []turn{}
		for k := range n.Turns {
			t := &n.Turns[k]
			turns = append(turns, turn{t.Incident, t.From, t.To, study.Was(t), study.Becomes(t)})
		}
		all.Numbers = append(all.Numbers, robustNumber{n.Path, n.Value, n.Low, n.High, n.Line, n.Also, n.Others, n.Comment, n.Worth, turns, n.Refused})
	}
	return all
}
