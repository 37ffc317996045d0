package main

import (
	"bytes"
	"cmp"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
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
	defer debug.SetGCPercent(debug.SetGCPercent(drawingPercent))
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
	for _, d := range largestFirst(all) { // so that no raster grows, and none is drawn last alone
		queue <- d
	}
	close(queue)
	wait.Wait()
	return all, nil
}

// drawingPercent is how much garbage there is to be while figures are drawn: their dots, which
// the collector need not look at, are the most that a study has in memory.
const drawingPercent = 20

func largestFirst(all []drawing) (list []*drawing) {
	for i := range all {
		list = append(list, &all[i])
	}
	slices.SortStableFunc(list, func(a, b *drawing) int { return cmp.Compare(b.Figure.Area(), a.Figure.Area()) })
	return list
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
