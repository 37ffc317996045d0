package validate

// queueing are the kinds of stations: how long requests wait, and how many are
// turned away.
var queueing = []Kind{
	{Name: "mm1", Compute: computeMM1},
	{Name: "mmc_erlang_c", Compute: computeMMC},
	{Name: "mmcK", Compute: computeMMCK},
	{Name: "erlang_b_loss", Compute: computeErlangB},
	{Name: "mg1_fcfs", Compute: computeMG1},
	{Name: "gim1", Compute: computeGIM1},
	{Name: "trace_second_aliasing", Compute: computeAliasing},
	{Name: "erlang_a", Compute: computeErlangA},
	{Name: "mg1_ps", Compute: computePS},
	{Name: "ggc_approximation", Compute: computeGGC},
	{Name: "mg_infinity", Compute: computeInfinity},
	{Name: "transient_capacity_loss", Compute: computeTransient},
	{Name: "closed_vs_open_loop", Compute: computeClosed},
}
