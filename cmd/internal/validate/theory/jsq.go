package theory

import "gonum.org/v1/gonum/mat"

// ShortestOfTwo is Poisson arrivals that join the shorter of two queues of one
// exponential server each (Kingman 1961), ties by a fair coin.
type ShortestOfTwo struct {
	InSystem float64 // mean, both servers
	Waiting  float64 // probability that both servers are busy
	Busy     float64 // utilisation of one server
}

// differences bounds the difference of the two queues; it falls at least as
// fast as mu/(lambda+mu) to the power of itself.
const differences = 70

// NewShortestOfTwo solves the chain as a quasi-birth-death process: the level
// is the shorter queue, the phase the difference, and the distribution of a level is
// that of the one below times R (Neuts 1981, section 1.2).
func NewShortestOfTwo(lambda, mu float64) ShortestOfTwo {
	const n = differences
	up, local, down := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
	first := mat.NewDense(n, n, nil) // local at level 0, where the shorter has nothing to do
	for d := range n {
		if d == 0 {
			local.Set(0, 1, lambda)
			down.Set(0, 1, 2*mu)
			first.Set(0, 1, lambda)
			local.Set(0, 0, -lambda-float64(2*mu))
			first.Set(0, 0, -lambda)
			continue
		}
		up.Set(d, d-1, lambda)
		local.Set(d, d-1, mu)
		first.Set(d, d-1, mu)
		down.Set(d, min(d+1, n-1), mu) // at the bound the longer loses one as well
		local.Set(d, d, -lambda-float64(2*mu))
		first.Set(d, d, -lambda-mu)
	}
	r := rateMatrix(up, local, down)
	return summed(levels(r, first, down), r)
}

// rateMatrix solves up + R local + R^2 down = 0 by successive substitution.
func rateMatrix(up, local, down *mat.Dense) *mat.Dense {
	n, _ := up.Dims()
	var inverse mat.Dense
	if err := inverse.Inverse(local); err != nil {
		panic(err)
	}
	r := mat.NewDense(n, n, nil)
	var square, next, change mat.Dense
	for range 100000 {
		square.Mul(r, r)
		next.Mul(&square, down)
		next.Add(&next, up)
		next.Mul(&next, &inverse)
		next.Scale(-1, &next)
		change.Sub(&next, r)
		r.Copy(&next)
		if mat.Max(&change) < 1e-15 {
			break
		}
	}
	return r
}

// levels returns the distribution of level 0, not normalised: it is left unchanged by
// first + R down.
func levels(r, first, down *mat.Dense) []float64 {
	n, _ := r.Dims()
	var balance mat.Dense
	balance.Mul(r, down)
	balance.Add(&balance, first)
	// Replace one equation by p(0) = 1.
	var system mat.Dense
	system.CloneFrom(balance.T())
	right := mat.NewVecDense(n, nil)
	for j := range n {
		system.Set(0, j, 0)
	}
	system.Set(0, 0, 1)
	right.SetVec(0, 1)
	var p mat.VecDense
	if err := p.SolveVec(&system, right); err != nil {
		panic(err)
	}
	return p.RawVector().Data
}

func summed(level []float64, r *mat.Dense) ShortestOfTwo {
	var total, inSystem, bothBusy, oneBusy float64
	dist := mat.NewVecDense(len(level), level)
	for m := 0; m < 100000; m++ {
		here := 0.0
		for d := range len(level) {
			x := dist.AtVec(d)
			here += x
			inSystem += float64(x * float64(2*m+d))
			if m == 0 && d > 0 {
				oneBusy += x
			}
		}
		total += here
		if m > 0 {
			bothBusy += here
		}
		if here < 1e-17*total {
			break
		}
		var next mat.VecDense
		next.MulVec(r.T(), dist)
		dist.CopyVec(&next)
	}
	return ShortestOfTwo{inSystem / total, bothBusy / total, (bothBusy + float64(oneBusy/2)) / total}
}
