package conform

import (
	_ "embed" // the table
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// Fact is a row of the table: what a program was seen to do, and what failsim's
// strategy of that kind says beforehand.
type Fact struct {
	Program   string
	Version   string
	Strategy  string // of failsim; empty where it has none that says so
	Fact      string
	Predicted string // empty where nothing is
	Measured  string
	Verdict   Verdict
	By        string // what shows it: a command, or a document
	Date      string
	Rule      string // how far off is no deviation, where that is more than a tenth; see Rule
}

// Verdict is what became of a prediction.
type Verdict string

// The verdicts.
const (
	Holds       Verdict = "holds"
	Deviates    Verdict = "deviates"     // failsim says another thing, and the strategy's page says so
	NotModelled Verdict = "not modelled" // failsim cannot say it yet
	NotShown    Verdict = "not shown"    // a strategy is said to act like a program, which has not been run beside it
)

//go:embed facts.tsv
var table string

// Facts returns every row, in order of program, strategy and fact.
func Facts() []Fact { return parse(table) }

func (f *Fact) fields() []*string {
	return []*string{&f.Program, &f.Version, &f.Strategy, &f.Fact, &f.Predicted, &f.Measured, (*string)(&f.Verdict), &f.By, &f.Date, &f.Rule}
}

func (f *Fact) key() string { return f.Program + "\t" + f.Strategy + "\t" + f.Fact }

func parse(text string) (list []Fact) {
	for line := range strings.Lines(text) {
		var f Fact
		cells, into := strings.Split(strings.TrimSuffix(line, "\n"), "\t"), f.fields()
		if len(cells) != len(into) {
			panic(fmt.Sprintf("conform: a row of %d cells, not %d: %q", len(cells), len(into), line))
		}
		for i, cell := range cells {
			*into[i] = cell
		}
		list = append(list, f)
	}
	return list
}

// Book is the table as tests hold it against what they measure. Where it is to be
// written anew, it takes every row that a test brings.
type Book struct {
	path, by string
	write    bool
	today    string
	facts    []Fact
	held     map[string]bool
}

// Reporter is a test.
type Reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

// Open reads the table for tests that a command runs. It must be called outside
// virtual time, as it asks for the date.
func Open(path, by string, write bool) (*Book, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return &Book{path: path, by: by, write: write, today: time.Now().UTC().Format(time.DateOnly), facts: parse(string(text)), held: map[string]bool{}}, nil
}

// Hold holds a fact: same says whether the prediction passes.
func (b *Book) Hold(t Reporter, f Fact, same bool) {
	t.Helper()
	f.Verdict = Holds
	b.held[f.key()] = true
	if !same {
		t.Errorf("%s %s does another thing than failsim's %s: %s: predicted %s, measured %s", f.Program, f.Version, f.Strategy, f.Fact, f.Predicted, f.Measured)
		return
	}
	b.enter(t, f)
}

// Deviate holds a fact that failsim is known to say wrong; same says whether it
// says it right after all.
func (b *Book) Deviate(t Reporter, f Fact, same bool) {
	t.Helper()
	f.Verdict = Deviates
	b.held[f.key()] = true
	if same {
		t.Errorf("failsim's %s now says what %s %s does, so the table must: %s: predicted %s, measured %s", f.Strategy, f.Program, f.Version, f.Fact, f.Predicted, f.Measured)
		return
	}
	b.enter(t, f)
}

// Note holds a fact that failsim cannot say: same says whether it still is so.
func (b *Book) Note(t Reporter, f Fact, same bool) {
	t.Helper()
	f.Verdict = NotModelled
	b.held[f.key()] = true
	if !same {
		t.Errorf("%s %s does another thing than before: %s: measured %s", f.Program, f.Version, f.Fact, f.Measured)
		return
	}
	b.enter(t, f)
}

// enter compares a fact with its row, or writes that.
func (b *Book) enter(t Reporter, f Fact) {
	t.Helper()
	f.By, f.Date = b.by, b.today
	t.Logf("%s %s, %s: predicted %s, measured %s, %s", f.Program, f.Version, f.Fact, f.Predicted, f.Measured, f.Verdict)
	i := slices.IndexFunc(b.facts, func(g Fact) bool { return g.key() == f.key() })
	switch {
	case b.write && i < 0:
		b.facts = append(b.facts, f)
	case b.write:
		b.facts[i] = f
	case i < 0:
		t.Errorf("the table lacks %q of %s: make conformance", f.Fact, f.Program)
	case b.facts[i].Predicted != f.Predicted || b.facts[i].Version != f.Version || b.facts[i].Verdict != f.Verdict:
		t.Errorf("the table has %s %s, predicted %s, %s, for %q; it is %s, predicted %s, %s: make conformance", f.Program, b.facts[i].Version,
			b.facts[i].Predicted, b.facts[i].Verdict, f.Fact, f.Version, f.Predicted, f.Verdict)
	}
}

// Enter takes a fact as it was found, whatever the table had. What a document says
// of the same strategy of the same program is then no longer all that is known.
func (b *Book) Enter(f Fact) {
	f.By, f.Date = b.by, b.today
	b.held[f.key()] = true
	b.facts = slices.DeleteFunc(b.facts, func(g Fact) bool {
		return g.key() == f.key() || g.Verdict == NotShown && g.Program == f.Program && g.Strategy == f.Strategy
	})
	b.facts = append(b.facts, f)
}

// Drop takes rows of the command out that it does not make any more.
func (b *Book) Drop(gone func(*Fact) bool) {
	b.facts = slices.DeleteFunc(b.facts, func(f Fact) bool { return f.By == b.by && gone(&f) })
}

// Save writes the table; without rows of the command that were not entered, if it
// has tried all.
func (b *Book) Save(all bool) error {
	if all {
		b.facts = slices.DeleteFunc(b.facts, func(f Fact) bool { return f.By == b.by && !b.held[f.key()] })
	}
	return os.WriteFile(b.path, []byte(format(b.facts)), 0o644)
}

// Close complains about rows that no test of the command has held, and writes the
// table if it is to be written.
func (b *Book) Close(t Reporter) {
	b.facts = slices.DeleteFunc(b.facts, func(f Fact) bool {
		stale := f.By == b.by && !b.held[f.key()]
		if stale && !b.write {
			t.Errorf("no test holds %q of %s any more: make conformance", f.Fact, f.Program)
		}
		return stale && b.write
	})
	if b.write {
		if err := os.WriteFile(b.path, []byte(format(b.facts)), 0o644); err != nil {
			t.Errorf("%v", err)
		}
	}
}

func format(list []Fact) string {
	slices.SortStableFunc(list, func(a, b Fact) int { return strings.Compare(a.key(), b.key()) })
	var out strings.Builder
	for i := range list {
		for j, cell := range list[i].fields() {
			if j > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(strings.NewReplacer("\t", " ", "\n", " ").Replace(*cell))
		}
		out.WriteByte('\n')
	}
	return out.String()
}
