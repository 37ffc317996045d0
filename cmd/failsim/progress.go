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

// progress is a bar with the time left, on a terminal; elsewhere nothing.
type progress struct {
	w    io.Writer // for lines
	bars io.Writer // for what moves
	all  *mpb.Progress
	bar  *mpb.Bar
	mute bool
}

func newProgress(w io.Writer, quiet bool) *progress {
	f, ok := asIs(w).(*os.File)
	terminal := ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	return &progress{w: w, bars: asIs(w), mute: quiet || !terminal || os.Getenv("NO_COLOR") != ""}
}

func (p *progress) done(done, total int) {
	if p.mute {
		return
	}
	if p.bar != nil && p.bar.Completed() { // more replications were asked for
		p.close()
		p.bar = nil
	}
	if p.bar == nil {
		p.all = mpb.New(mpb.WithOutput(p.bars), mpb.WithWidth(60))
		p.bar = p.all.AddBar(int64(total), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.CountersNoUnit("%d of %d runs ")),
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
}

// forecast says once, when each design has made its first run in each
// incident, how long all the replications will take.
type forecast struct {
	begun        time.Time
	replications int
	tell         func(line string)
	told         bool
}

// worthTelling is how long a wait must be for anybody to want to know.
const worthTelling = 3 * time.Second

func (f *forecast) done(done, total int) {
	if f.told || done < total/f.replications {
		return
	}
	f.told = true
	spent := time.Since(f.begun)
	if left := spent * time.Duration(total-done) / time.Duration(done); left >= worthTelling {
		f.tell(fmt.Sprintf("%d of %d runs in %.1f s: about %s more", done, total, spent.Seconds(), left.Round(time.Second)))
	}
}

func (p *progress) close() {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.all.Wait()
}
