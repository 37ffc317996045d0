package counted

import "failsim/sim"

var testKey = sim.NewKey(1, 0).Named("test")
