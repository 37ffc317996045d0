package plots

import (
	"hash/fnv"
	"image/color"
	"slices"
)

func rgb(v uint32) color.NRGBA { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }

// A look is how one design's line is drawn: colour and dash, so that it reads
// without colour too.
type look struct {
	colour color.NRGBA
	dash   []float64
}

// okabeIto is the palette of Okabe and Ito, safe for colour-blind readers; its
// yellow is darkened because lines in it vanish on white.
var okabeIto = []color.NRGBA{
	rgb(0xd55e00), rgb(0x0072b2), rgb(0x009e73), rgb(0xcc79a7), rgb(0xe69f00), rgb(0x56b4e9), rgb(0xa89000), rgb(0x4d4d4d),
}

// hues are those of Okabe and Ito and, for figures of more than eight designs, of Paul
// Tol's "muted" scheme and darker neighbours: no two designs of a figure share one as
// long as there are any left.
var hues = append(okabeIto[:len(okabeIto):len(okabeIto)],
	rgb(0x332288), rgb(0x882255), rgb(0x117733), rgb(0x7a4a1e), rgb(0x00a3ad), rgb(0x9b6fd3), rgb(0xb02a2a), rgb(0x8a9a9e))

var dashes = [][]float64{nil, {7, 2.5}, {2.5, 2}, {8, 2, 2, 2}}

type designLook struct {
	name string
	look look
}

// Every known design keeps its look in every plot and every run.
var designLooks = []designLook{
	{"single-provider", look{okabeIto[0], nil}},
	{"kill-switch", look{okabeIto[4], nil}},
	{"tested-restore", look{okabeIto[3], nil}},
	{"two-person", look{okabeIto[7], nil}},
	{"active-passive", look{okabeIto[5], nil}},
	{"active-passive-region", look{hues[9], nil}},
	{"isthmus", look{okabeIto[6], nil}},
	{"multi-provider-dns", look{hues[8], nil}},
	{"multi-provider-client", look{okabeIto[1], nil}},
	{"self-healing", look{okabeIto[2], nil}},
}

// looks gives each name its look: known designs their own, others a hue that depends on
// the name and is not yet taken in this figure. When no hue is left, dashes tell apart.
func looks(names []string) []look {
	out := make([]look, len(names))
	taken := map[color.NRGBA]int{}
	for i, name := range names {
		if k := known(name); k >= 0 {
			out[i] = designLooks[k].look
			taken[out[i].colour]++
		}
	}
	for i, name := range names {
		if known(name) >= 0 {
			continue
		}
		k, least := int(hash(name)%uint32(len(hues))), 0
		for taken[hues[k]] > least {
			if k = (k + 1) % len(hues); k == int(hash(name)%uint32(len(hues))) {
				least++
			}
		}
		out[i] = look{hues[k], dashes[taken[hues[k]]%len(dashes)]}
		taken[hues[k]]++
	}
	return out
}

// known is where a design stands in designLooks; -1 if it does not.
func known(name string) int {
	return slices.IndexFunc(designLooks, func(d designLook) bool { return d.name == name })
}

// Every cause keeps its colour. Kin share a hue: configuration is red to
// salmon, places that are down are blue, overload is yellow to brown.
var causeColours = []struct {
	name   string
	colour color.NRGBA
}{
	{"lb-misconfigured", rgb(0xd55e00)},
	{"no-healthy-target", rgb(0xf4a582)},
	{"stale-address", rgb(0xcc79a7)},
	{"region-down", rgb(0x0072b2)},
	{"provider-down", rgb(0x08306b)},
	{"zone-down", rgb(0x56b4e9)},
	{"surge-queue-full", rgb(0xf0e442)},
	{"overload-primary", rgb(0x8c6d1f)},
	{"overload-survivor", rgb(0xe69f00)},
	{"timed-out-in-queue", rgb(0x009e73)},
	{"timed-out-in-surge-queue", rgb(0x66a61e)},
	{"slow-response", rgb(0x8fd6bf)},
	{"server-error", rgb(0x4d4d4d)},
	{"common-mode", rgb(0x6a3d9a)},
	{"client-gave-up", rgb(0xb8b8b8)},
	{"lb-cannot-scale", rgb(0xa6761d)},
	{"backend-down", rgb(0xfb9a99)},
	{"circuit-open", rgb(0x5e3c58)},
}

// spareCauses serve causes that this package has never heard of.
var spareCauses = []color.NRGBA{rgb(0x8b1a4a), rgb(0x7aa35a), rgb(0x5b7f95), rgb(0xd9c6a5)}

func causeColour(name string) color.NRGBA {
	for _, c := range causeColours {
		if c.name == name {
			return c.colour
		}
	}
	return spareCauses[hash(name)%uint32(len(spareCauses))]
}

func hash(name string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()
}

// inkOn returns the text colour that reads best on a background (relative
// luminance as in WCAG, without its gamma: near enough to choose from two).
func inkOn(c color.NRGBA) color.NRGBA {
	if float64(0.2126*float64(c.R))+float64(0.7152*float64(c.G))+float64(0.0722*float64(c.B)) < 125 {
		return white
	}
	return ink
}
