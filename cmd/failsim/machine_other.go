//go:build !linux

package main

// machineMemory is not known here: only --memory sets a limit.
func machineMemory() float64 { return 0 }
