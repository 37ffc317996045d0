package page

import (
	"embed"
	"html/template"
	"strings"
	"sync"

	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

//go:embed assets
var assets embed.FS

// layout reads the pages' templates when the first page is made: other verbs, and
// --help, need none.
var layout = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page.html").Funcs(functions).ParseFS(assets, "assets/page.html", "assets/year.html"))
})

var functions = template.FuncMap{
	"percent": tables.Percent, "counted": tables.Counted, "spoken": tables.Spoken, "median": median,
	"money": money, "rate": func(n statistics.Number) string { return tables.Digits(float64(n), 3) },
	"aim": func(n statistics.Number) string { return tables.TrimmedDigits(100*float64(n)) + " %" },
	"share": func(p statistics.Proportion) string {
		return tables.Percent(statistics.Estimate{Mean: p.Share, CI95: p.CI95, N: p.N})
	},
	"count": func(x float64) string { return tables.Count(x) },
	"priced": func(x *float64) string {
		if x == nil {
			return "not priced"
		}
		return tables.Count(*x)
	},
	"line":  words.Line,
	"below": below,
	"words": func(s string) string { return strings.ReplaceAll(s, "-", " ") },
}

// below sets the interval of a figure under it, so that tables stay narrow.
func below(figure string) template.HTML {
	value, interval, some := strings.Cut(figure, " [")
	if !some {
		return template.HTML(template.HTMLEscapeString(figure))
	}
	interval, more, _ := strings.Cut(interval, "]")
	return template.HTML(template.HTMLEscapeString(value+more) + "<small> [" + template.HTMLEscapeString(interval) + "]</small>")
}

// money prints a price.
func money(n statistics.Number) string {
	if !n.Known() {
		return "not priced"
	}
	return tables.Fixed(float64(n), 2)
}

// median prints a median with its interval.
func median(q statistics.Quantiles) string {
	if !q.P50.Known() {
		if q.N > 0 {
			return "later than the run"
		}
		return "-"
	}
	s := tables.Spoken(q.P50)
	if q.P50CI95 != nil && q.P50CI95[0].Known() && q.P50CI95[1].Known() && q.P50CI95[0] != q.P50CI95[1] {
		s += " [" + tables.Spoken(q.P50CI95[0]) + ", " + tables.Spoken(q.P50CI95[1]) + "]"
	}
	return s
}
