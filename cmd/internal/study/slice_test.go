package study

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

func TestSlice(t *testing.T) {
	s, err := scenario.ReadFile("../../failsim/scenarios/elb-2012.yaml", strategies.All(), traces.Names()...)
	if err != nil {
		t.Fatal(err)
	}
	w, err := Prepare(s, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	st, err := Compare(context.Background(), s, w, Options{Replications: 4, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(time.Since(start))
	sum, err := st.Summary()
	if err != nil {
		t.Fatal(err)
	}
	sum.WriteTable(os.Stdout)
	j, _ := sum.JSON()
	os.WriteFile("/tmp/drv/summary.json", j, 0o644)
}
