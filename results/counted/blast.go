package counted

import "time"

// Blast is how far harm reached.
type Blast struct {
	// Peak is the largest share of the users who asked in some joined minutes
	// and got nothing good in them.
	Peak float64
	// Minutes is the integral of that share from the onset on: as many minutes with
	// all out would do the same harm.
	Minutes float64
	// Populations is how many populations were harmed.
	Populations int
}

// enoughUsers joins minutes until so many users asked that the share of the
// unlucky is known to 2.5 points (assumption: a standard error at most
// 0.5/sqrt(400)).
const enoughUsers = 400

// blastOf measures the blast radius from the users who asked and lost in each
// minute, in columns per population.
func blastOf(asked, lost [][]uint32, l *Layout) Blast {
	c := newCourse(time.Minute, len(asked[0]), asked, lost)
	var b Blast
	onset := c.windows()
	if time.Duration(l.Onset) < l.Length {
		onset = int(time.Duration(l.Onset) / time.Minute)
	}
	for _, s := range c.joined(onset, enoughUsers) {
		if n, failed := c.count(s); n > 0 {
			share := float64(failed) / float64(n)
			b.Peak = max(b.Peak, share)
			b.Minutes += float64(share * float64(s.Last-s.First))
		}
	}
	return b
}
