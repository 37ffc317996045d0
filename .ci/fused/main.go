// Command fused lists instructions of an arm64 program that multiply and add with one
// rounding, in functions of this module. Such a sum is another number than the product
// rounded and then added, which is what a processor that is told to do both does, so
// the same run would print other bytes. float64(a*b) + c forbids it (the Go
// specification, on floating-point operators).
//
//	GOARCH=arm64 go build -o failsim.arm64 ./cmd/failsim && go run ./.ci/fused failsim.arm64
//
// The exit status is 1 if there is one. math.FMA asks for the instruction by name and
// is the same everywhere; only sim/portable calls it.
package main

import (
	"debug/elf"
	"debug/gosym"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "fused: go run ./.ci/fused PROGRAM, one that go build made for arm64")
		os.Exit(2)
	}
	found, functions, err := fusedIn(os.Args[1])
	if err != nil {
		fmt.Fprintf(os.Stderr, "fused: %s: %v\n", os.Args[1], err)
		os.Exit(2)
	}
	for _, f := range found {
		fmt.Println(f)
	}
	if len(found) > 0 {
		os.Exit(1)
	}
	fmt.Printf("none in %d functions of failsim\n", functions)
}

// fusedIn returns where a program fuses, and how many functions it has of ours.
func fusedIn(program string) (found []string, functions int, err error) {
	f, err := elf.Open(program)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	if f.Machine != elf.EM_AARCH64 {
		return nil, 0, fmt.Errorf("a program for %s, not arm64", f.Machine)
	}
	text := f.Section(".text")
	code, err := text.Data()
	if err != nil {
		return nil, 0, err
	}
	lines, err := f.Section(".gopclntab").Data()
	if err != nil {
		return nil, 0, err
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(lines, text.Addr))
	if err != nil {
		return nil, 0, err
	}
	for i := range table.Funcs {
		fn := &table.Funcs[i]
		if !ours(fn.Name) || fn.End > text.Addr+uint64(len(code)) {
			continue
		}
		functions++
		for at := fn.Entry; at < fn.End; at += 4 {
			if !fuses(binary.LittleEndian.Uint32(code[at-text.Addr:])) {
				continue
			}
			file, line, _ := table.PCToLine(at)
			if strings.HasSuffix(file, "sim/portable/logarithm_fine.go") || strings.HasSuffix(file, "sim/portable/root.go") {
				continue // math.FMA
			}
			found = append(found, fmt.Sprintf("%s:%d: %s", file, line, fn.Name))
		}
	}
	if functions == 0 {
		return nil, 0, fmt.Errorf("it has no function of failsim")
	}
	slices.Sort(found)
	return slices.Compact(found), functions, nil
}

func ours(name string) bool {
	return strings.HasPrefix(name, "failsim/") || strings.HasPrefix(name, "main.")
}

// fuses reports whether an instruction is of the class "floating-point data-processing
// (3 source)": FMADD, FMSUB, FNMADD, FNMSUB (Arm ARM, C4.1).
func fuses(instruction uint32) bool { return instruction>>24 == 0x1f }
