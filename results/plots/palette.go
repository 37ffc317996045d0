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

var dashes = [][]float64{nil, {7, 2.5}, {2.5, 2}, {8, 2, 2, 2}}

type designLook struct {
	name string
	look look
}

// Every known design keeps its look in every plot and every run.
var designLooks = []designLook{
	{"single-provider", look{okabeIto[0], nil}},
	{"kill-switch", look{okabeIto[4], dashes[1]}},
	{"tested-restore", look{okabeIto[3], nil}},
	{"two-person", look{okabeIto[7], nil}},
	{"active-passive", look{okabeIto[5], nil}},
	{"active-passive-region", look{okabeIto[5], dashes[1]}},
	{"isthmus", look{okabeIto[6], nil}},
	{"multi-provider-dns", look{okabeIto[1], dashes[1]}},
	{"multi-provider-client", look{okabeIto[1], nil}},
	{"self-healing", look{okabeIto[2], nil}},
}

// spareLooks are those that no known design has.
var spareLooks = func() []look {
	var out []look
	for d := range dashes {
	next:
		for c := range okabeIto {
			for _, known := range designLooks {
				if known.look.colour == okabeIto[c] && slices.Equal(known.look.dash, dashes[d]) {
					continue next
				}
			}
			out = append(out, look{okabeIto[c], dashes[d]})
		}
	}
	return out
}()

// looks gives each name its look: known designs their own, others one that
// depends on the name and is not yet taken in this figure.
func looks(names []string) []look {
	out := make([]look, len(names))
	taken := make([]bool, len(spareLooks))
	for i, name := range names {
		if known := slices.IndexFunc(designLooks, func(d designLook) bool { return d.name == name }); known >= 0 {
			out[i] = designLooks[known].look
			continue
		}
		k := int(hash(name) % uint32(len(spareLooks)))
		for range spareLooks {
			if !taken[k] {
				break
			}
			k = (k + 1) % len(spareLooks)
		}
		taken[k] = true
		out[i] = spareLooks[k]
	}
	return out
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
	if 0.2126*float64(c.R)+0.7152*float64(c.G)+0.0722*float64(c.B) < 125 {
		return white
	}
	return ink
}
