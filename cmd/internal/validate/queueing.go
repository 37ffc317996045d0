package validate

// queueing are the kinds of stations: how long requests wait, and how many are
// turned away.
var queueing = []Kind{
	{Name: "mm1", Compute: computeMM1, System: systemMM1},
	{Name: "mmc_erlang_c", Compute: computeMMC, System: systemMMC},
	{Name: "mmcK", Compute: computeMMCK, System: systemMMCK},
	{Name: "erlang_b_loss", Compute: computeErlangB, System: systemErlangB},
	{Name: "mg1_fcfs", Compute: computeMG1, System: systemMG1},
	{Name: "gim1", Compute: computeGIM1, System: systemGIM1},
	{Name: "trace_second_aliasing", Compute: computeAliasing, System: systemAliasing},
	{Name: "erlang_a", Compute: computeErlangA, System: systemErlangA},
	{Name: "mg1_ps", Compute: computePS, System: systemPS},
	{Name: "ggc_approximation", Compute: computeGGC, System: systemGGC},
	{Name: "mg_infinity", Compute: computeInfinity, System: systemInfinity},
	{Name: "transient_capacity_loss", Compute: computeTransient, System: systemTransient},
	{Name: "closed_vs_open_loop", Compute: computeClosed, System: systemClosed},
}
