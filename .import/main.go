// Command import reads files of configuration and prints what they say, as JSON
// that failsim import makes a scenario of.
//
//	import FILE...
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	r, err := files{given: os.Args[1:], read: os.ReadFile, glob: filepath.Glob}.all()
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(r)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
