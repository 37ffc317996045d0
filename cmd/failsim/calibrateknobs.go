package main

import (
	"errors"
	"fmt"
	"strings"

	"failsim/cmd/internal/calibrate"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// knobOf makes what a word stands for, of a design.
type knobOf func(s *scenario.Scenario, d *scenario.Design) (path, values, template string, err error)

// shortForms are the words for what most often is not known. Ranges are
// assumptions.
var shortForms = map[string]knobOf{
	"detection": func(_ *scenario.Scenario, d *scenario.Design) (path, values, template string, err error) {
		for i, set := range d.Tenant[policy.SteeringSocket] {
			for _, p := range set.Strategy.Params {
				if p.Name == "interval" {
					return fmt.Sprintf("designs/%s/tenant/steering/%d/%s/interval", d.Name, i, set.Strategy.Name), "1s..60s", "", nil
				}
			}
		}
		return "world/load-balancers/check/interval", "100ms..60s", "", nil
	},
	"overstay": func(s *scenario.Scenario, _ *scenario.Design) (path, values, template string, err error) {
		if len(s.Clients.Overstay) > 0 {
			return "clients/overstay/0/share", "0%..60%", "", nil
		}
		return "clients/overstay", "0%..60%", "[{share: %s, hold: 24h}]", nil
	},
	"headroom": func(_ *scenario.Scenario, d *scenario.Design) (path, values, template string, err error) {
		most := 4.0 // or what the file says, so that the scenario as it is lies within the range
		for _, list := range d.Serve {
			for i := range list {
				most = max(most, list[i].Capacity)
			}
		}
		return "designs/" + d.Name + "/serve/*/*/capacity", "20%.." + file.FormatShare(most), "", nil
	},
	"retries": func(_ *scenario.Scenario, d *scenario.Design) (path, values, template string, err error) {
		for i, set := range d.Tenant[policy.RetryingSocket] {
			for _, p := range set.Strategy.Params {
				if p.Name == "attempts" {
					return fmt.Sprintf("designs/%s/tenant/retrying/%d/%s/attempts", d.Name, i, set.Strategy.Name), "1..8", "", nil
				}
			}
		}
		return "", "", "", usage("--fit retries: the retrying of design %s has no attempts", d.Name)
	},
}

// knobsOf reads --fit, and has both ends of every range be read, so that a mistake is
// shown before the work.
func knobsOf(fit []string, s *scenario.Scenario, d *scenario.Design, name string) (list []calibrate.Knob, err error) {
	for _, asked := range fit {
		text, template := asked, ""
		if !strings.Contains(asked, "=") {
			of, known := shortForms[asked]
			if !known {
				words := []string{"detection", "overstay", "headroom", "retries"}
				return nil, usage("--fit: unknown word %q%s; or PATH=LOW..HIGH", asked, hint(asked, words))
			}
			path, values, whole, err := of(s, d)
			if err != nil {
				return nil, err
			}
			text, template = path+"="+values, whole
		}
		axis, err := file.ParseAxis(text)
		if err != nil {
			return nil, usage("--fit %w", err)
		}
		if len(axis.Values) < 2 {
			return nil, usage("--fit %s: a range LOW..HIGH, within which the value is sought", text)
		}
		for _, k := range list {
			if k.Axis.Path == axis.Path {
				return nil, usage("--fit %s is given twice", axis.Path)
			}
		}
		list = append(list, calibrate.Knob{Name: strings.SplitN(asked, "=", 2)[0], Axis: axis, Template: template})
	}
	return list, tried(list, name)
}

// tried reads the scenario at both ends of each range.
func tried(list []calibrate.Knob, name string) error {
	var all file.Errors
	for i := range list {
		for _, share := range []float64{0, 1} {
			_, err := loadEdited(name, []file.Edit{list[i].Edit(share)})
			var bad *file.Errors
			if errors.As(err, &bad) {
				all.Problems = append(all.Problems, bad.Problems...)
			} else if err != nil {
				return err
			}
		}
	}
	if len(all.Problems) > 0 {
		return &all
	}
	return nil
}
