package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// progress is a bar with the time left, on a terminal; elsewhere a line every ten
// seconds, so that the log of a CI job shows that it lives.
type progress struct {
	w      io.Writer // for lines
	bars   io.Writer // for what moves
	all    *mpb.Progress
	bar    *mpb.Bar
	quiet  bool
	lines  bool   // instead of a bar
	things string // what is counted: runs, numbers, points
	begun  time.Time
	last   time.Time // when a line was printed
	now    func() time.Time
}

// betweenLines is how long nothing is said where there is no terminal.
const betweenLines = 10 * time.Second

func newProgress(w io.Writer, quiet bool) *progress { return newProgressOf(w, quiet, "runs") }

func newProgressOf(w io.Writer, quiet bool, things string) *progress {
	f, ok := asIs(w).(*os.File)
	terminal := ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	now := time.Now()
	return &progress{w: w, bars: asIs(w), quiet: quiet, lines: !terminal || os.Getenv("NO_COLOR") != "", things: things, begun: now, last: now, now: time.Now}
}

// line says how far it is, if nothing was said for long.
func (p *progress) line(text func() string) {
	if now := p.now(); !p.quiet && now.Sub(p.last) >= betweenLines {
		p.last = now
		fmt.Fprintln(p.w, text())
	}
}

func (p *progress) done(done, total int) {
	if p.lines {
		p.line(func() string {
			left := p.now().Sub(p.begun) * time.Duration(total-done) / time.Duration(max(done, 1))
			return fmt.Sprintf("%d of %d %s, about %s more", done, total, p.things, left.Round(time.Second))
		})
		return
	}
	if p.quiet {
		return
	}
	if p.bar != nil && p.bar.Completed() { // more replications were asked for
		p.close()
		p.bar = nil
	}
	if p.bar == nil {
		p.all = mpb.New(mpb.WithOutput(p.bars), mpb.WithWidth(60))
		p.bar = p.all.AddBar(int64(total), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.CountersNoUnit("%d of %d "+p.things+" ")),
			mpb.AppendDecorators(decor.Percentage(), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO), decor.Name(" left")))
	}
	p.bar.SetCurrent(int64(done))
}

// note prints a line, above the bar if there is one.
func (p *progress) note(line string) {
	if p.bar != nil {
		fmt.Fprintln(p.all, line)
	} else {
		fmt.Fprintln(p.w, line)
	}
	p.last = p.now()
}

// forecast says once, when each design has made its first run in each
// incident, how long all the replications will take.
type forecast struct {
	begun        time.Time
	replications int
	show         func(line string)
	shown        bool
}

// worthShowing is how long a wait must be to be worth a note.
const worthShowing = 3 * time.Second

func (f *forecast) done(done, total int) {
	if f.shown || done < total/f.replications {
		return
	}
	f.shown = true
	spent := time.Since(f.begun)
	if left := spent * time.Duration(total-done) / time.Duration(done); left >= worthShowing {
		f.show(fmt.Sprintf("%d of %d runs in %.1f s: about %s more", done, total, spent.Seconds(), left.Round(time.Second)))
	}
}

func (p *progress) close() {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.all.Wait()
}
