// Command import reads files of configuration and prints what they say, as JSON
// that failsim import makes a scenario of.
//
//	import FILE...
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	r, err := readAll(os.Args[1:], os.ReadFile)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(r)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
