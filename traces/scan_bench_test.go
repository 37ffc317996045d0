package traces

import "testing"

func BenchmarkScanOfTheWorldCup(b *testing.B) {
	path := real(b, "worldcup98-per-minute.csv.zst")
	for b.Loop() {
		if _, err := File(path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
