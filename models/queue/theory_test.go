package queue

import "math"

// erlangB returns the blocking of c servers without places at a load.
func erlangB(c int, load float64) float64 {
	b := 1.0
	for k := 1; k <= c; k++ {
		b = load * b / (float64(k) + load*b)
	}
	return b
}

// erlangC returns the share that waits for c servers.
func erlangC(c int, load float64) float64 {
	b := erlangB(c, load)
	return b / (1 - load/float64(c)*(1-b))
}

// birthDeath returns the stationary distribution of a chain that is born at a rate and
// dies at a rate of its state, up to state most.
func birthDeath(birth float64, death func(n int) float64, most int) []float64 {
	p, sum := []float64{1}, 1.0
	for n := 1; n <= most; n++ {
		p = append(p, p[n-1]*birth/death(n))
		sum += p[n]
	}
	for n := range p {
		p[n] /= sum
	}
	return p
}

// meanOver returns the mean of a function of the state.
func meanOver(p []float64, value func(n int) float64) float64 {
	sum := 0.0
	for n, x := range p {
		sum += x * value(n)
	}
	return sum
}

// sigma returns the share that waits in GI/M/1, given the transform of the
// time between arrivals: the root below 1 of sigma = A(mu(1-sigma)).
func sigma(mu float64, transform func(float64) float64) float64 {
	s := 0.5
	for range 10_000 {
		s = transform(mu * (1 - s))
	}
	return s
}

// erlangTransform is that of the sum of k exponentials of a mean together.
func erlangTransform(k int, mean float64) func(float64) float64 {
	return func(x float64) float64 { return math.Pow(1+x*mean/float64(k), -float64(k)) }
}

// hyperTransform is that of two exponentials of balanced means.
func hyperTransform(mean, cv2 float64) func(float64) float64 {
	p := (1 + math.Sqrt((cv2-1)/(cv2+1))) / 2
	a, b := 2*p/mean, 2*(1-p)/mean
	return func(x float64) float64 { return p*a/(a+x) + (1-p)*b/(b+x) }
}

// closedLoop returns throughput and response of one exponential server for n
// clients that think, by mean value analysis.
func closedLoop(n int, think, service float64) (throughput, response float64) {
	inQueue := 0.0
	for k := 1; k <= n; k++ {
		response = service * (1 + inQueue)
		throughput = float64(k) / (think + response)
		inQueue = throughput * response
	}
	return throughput, response
}

// capacityLoss returns, at instants, the mean number in an M/M/c that begins
// empty, whose servers are those of a function of time: the forward equations
// in small steps (Runge and Kutta's of order 4).
func capacityLoss(rate, mu float64, servers func(t float64) int, most int, instants []float64) []float64 {
	p := make([]float64, most+1)
	p[0] = 1
	const dt = 1.0 / 1024
	slope := func(p []float64, c int) []float64 {
		d := make([]float64, len(p))
		for n := range p {
			if n < most {
				d[n] -= rate * p[n]
				d[n+1] += rate * p[n]
			}
			leave := mu * float64(min(n, c)) * p[n]
			d[n] -= leave
			if n > 0 {
				d[n-1] += leave
			}
		}
		return d
	}
	plus := func(p, d []float64, by float64) []float64 {
		q := make([]float64, len(p))
		for n := range p {
			q[n] = p[n] + by*d[n]
		}
		return q
	}
	var means []float64
	for step := 0; len(means) < len(instants); step++ {
		t := float64(step) * dt
		if t >= instants[len(means)] {
			means = append(means, meanOver(p, func(n int) float64 { return float64(n) }))
			continue
		}
		c := servers(t)
		a := slope(p, c)
		b := slope(plus(p, a, dt/2), c)
		e := slope(plus(p, b, dt/2), c)
		f := slope(plus(p, e, dt), c)
		for n := range p {
			p[n] += dt / 6 * (a[n] + 2*b[n] + 2*e[n] + f[n])
		}
	}
	return means
}
