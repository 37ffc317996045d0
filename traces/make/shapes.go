package maker

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"failsim/results/words"
	"failsim/traces/format"
)

//go:embed data/shapes.csv
var shapesFile embed.FS

// shapeSources say what the built-in shapes were made of; see data/README.md.
var shapeSources = []struct {
	name, about string
	period      time.Duration
}{
	{"nasa-ksc", "NASA Kennedy Space Center, July and August 1995, hours of the week", weekly},
	{"nasa-ksc-day", "the same, hours of the day", daily},
	{"worldcup98", "1998 World Cup web site, hours of the week, match days in it", weekly},
	{"worldcup98-day", "the same, hours of the day", daily},
	{"worldcup98-1998-06-30", "its busiest day, minute by minute: two flash crowds", daily},
	{"worldcup98-1998-07-07", "the day of its busiest minute", daily},
	{"nab-elb", "an AWS Elastic Load Balancer, April 2014, hours of the week", weekly},
	{"nab-elb-day", "the same, hours of the day", daily},
	{"epa-http", "web server of the EPA, 30 August 1995, hours of an office day", daily},
	{"steady", "the same rate always", 0},
}

// Shapes returns the names of the built-in shapes.
func Shapes() []string {
	var names []string
	for _, s := range shapeSources {
		names = append(names, s.name)
	}
	return names
}

// AboutShape reports what a built-in shape was made of.
func AboutShape(name string) string {
	for _, s := range shapeSources {
		if s.name == name {
			return s.about
		}
	}
	return ""
}

// ShapeNamed returns a built-in shape, for Model.
func ShapeNamed(name string) (rates []float64, period time.Duration, err error) {
	for _, s := range shapeSources {
		if s.name == name {
			rates, err = shapeData(name)
			return rates, s.period, err
		}
	}
	return nil, 0, &format.InputError{Reason: words.Unknown("shape", name, Shapes())}
}

// shapeData reads the rates of a shape, which stand in order.
func shapeData(name string) ([]float64, error) {
	stored, err := shapesFile.ReadFile("data/shapes.csv")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(stored)).ReadAll()
	if err != nil {
		return nil, err
	}
	var rates []float64
	for _, row := range rows[1:] {
		if row[0] != name {
			continue
		}
		rate, err := strconv.ParseFloat(row[2], 64)
		if err != nil || row[1] != fmt.Sprint(len(rates)) {
			return nil, fmt.Errorf("traces: shape %s is damaged at %q", name, row)
		}
		rates = append(rates, rate)
	}
	return normalised(rates), nil
}

// normalised divides rates by their mean.
func normalised(rates []float64) []float64 {
	sum := 0.0
	for _, r := range rates {
		sum += r
	}
	for i := range rates {
		rates[i] *= float64(len(rates)) / sum
	}
	return rates
}
