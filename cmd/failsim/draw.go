package main

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/plots"
	"failsim/results/stored"
)

// drawing is a plot of a study in both its formats.
type drawing struct {
	study.Plot
	svg, png picture
}

type picture struct {
	bytes bytes.Buffer
	err   error
}

func (p *picture) write(w io.Writer) error {
	if p.err == nil {
		_, p.err = p.bytes.WriteTo(w)
	}
	return p.err
}

// dotsPerInch is how fine plots are as PNGs; 0 is what results/plots does by itself.
var dotsPerInch int

// draw draws the plots of a study, each once, as many at a time as there are cores:
// drawing is what writing a result takes longest for.
func draw(s *scenario.Scenario, st *results.Study, sum *results.Summary) (all []drawing, err error) {
	figures, err := study.Plots(s, st, sum)
	if err != nil {
		return nil, err
	}
	for _, f := range figures {
		all = append(all, drawing{Plot: f})
	}
	queue := make(chan *drawing)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		wait.Go(func() {
			raster := plots.Raster{PerInch: dotsPerInch}
			for d := range queue {
				d.svg.err, d.png.err = d.Figure.SVG(&d.svg.bytes), raster.PNG(&d.png.bytes, d.Figure)
			}
		})
	}
	for i := range all {
		queue <- &all[i]
	}
	close(queue)
	wait.Wait()
	return all, nil
}

// introduce tells summary.md of the verdict, and of the pictures that lie beside it.
func introduce(sum *results.Summary, drawn []drawing) error {
	figures, err := stored.Figures(sum)
	if err != nil {
		return err
	}
	sum.Verdict, sum.Pictures = gate.VerdictMarkdown(sum.Objectives, figures), nil
	for i := range drawn {
		d := &drawn[i]
		sum.Pictures = append(sum.Pictures, results.Picture{Incident: d.Incident, Shows: d.Shows, Path: "plots/" + d.Name + ".png"})
	}
	return nil
}
