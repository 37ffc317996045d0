#!/usr/bin/env bash
# gonum.org/v1/gonum v0.17.0, stat.Mean on amd64, of 1,001 numbers drawn from a lognormal distribution.
#
# Guessed: a mean is a function of the numbers: the same slice of results gives the same digits, in the last place too, so
# that reports of a simulation can be compared byte for byte.
# Seen: it also depends on whether the slice begins at a multiple of 16 bytes. The sum is made in SIMD lanes, and one number
# is taken off the front first where the address is odd: another order, other rounding. So a mean of list[1:] differs from
# that of a copy of it, and a study that cuts warm-up from a slice prints other digits than one that copies. With the build
# tag noasm, as on other processors, numbers are added one after the other, wherever they lie.
#
# Prints, and fails if it changes:
#   aligned and not: mean differs true; the numbers are the same true
#   with noasm: mean differs false; the numbers are the same true
# failsim: means and variances of its own (sim/portable), in one order on every processor.
set -euo pipefail
[ "$(go env GOARCH)" = amd64 ] || { echo "skipped: not amd64"; exit 0; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"unsafe"

	"gonum.org/v1/gonum/stat"
)

// at returns a copy of numbers that begins at a multiple of 16 bytes, or 8 behind one.
func at(numbers []float64, odd bool) []float64 {
	room := make([]float64, len(numbers)+2)
	i := 0
	for (uintptr(unsafe.Pointer(&room[i]))%16 != 0) != odd {
		i++
	}
	return room[i : i+copy(room[i:], numbers)]
}

func main() {
	r := rand.New(rand.NewPCG(1, 2))
	numbers := make([]float64, 1001)
	for i := range numbers {
		numbers[i] = math.Exp(2 * r.NormFloat64())
	}
	even, odd := at(numbers, false), at(numbers, true)
	fmt.Printf("mean differs %v; the numbers are the same %v\n", stat.Mean(even, nil) != stat.Mean(odd, nil), slices.Equal(even, odd))
}
GO
go mod init finding >/dev/null 2>&1
go get gonum.org/v1/gonum@v0.17.0 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
got="aligned and not: $(go run .)
with noasm: $(go run -tags noasm .)"
echo "$got"
[ "$got" = "aligned and not: mean differs true; the numbers are the same true
with noasm: mean differs false; the numbers are the same true" ]
