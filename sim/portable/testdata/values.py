# Writes values.txt: results of elementary functions and of statistics, 40 digits each (mpmath 1.3.0).
# Arguments are float64 in hexadecimal, so that they are the same numbers in Go.
import random
from mpmath import mp, mpf

mp.prec = 400
random.seed(1)


def line(name, value, *args):
    print(name, *[float(a).hex() for a in args], mp.nstr(value, 40, strip_zeros=False, min_fixed=0, max_fixed=0))


def spread(low, high, n):  # evenly in the logarithm
    return [float(mp.exp(random.uniform(float(mp.log(low)), float(mp.log(high))))) for _ in range(n)]


both = lambda xs: [x * random.choice([-1, 1]) for x in xs]
for x in both(spread(1e-20, 700, 150)) + [-745.1, -744.4, -708.4, 709.78, 0.5, 1.0, 10.0, -1.0, 1e-320]:
    line("exp", mp.exp(mpf(x)), x)
for x in both(spread(1e-20, 700, 150)) + [0.34, 0.35, -0.34, -0.35, 1.03, 1.05, -0.26, -0.24, 709.7, -40.0]:
    line("expm1", mp.expm1(mpf(x)), x)
for x in spread(1e-300, 1e300, 60) + spread(0.5, 2, 90) + [5e-324, 1 + 2.0**-52, 1 - 2.0**-53, 0.7071067811865475, 1.4142135623730951]:
    line("log", mp.log(mpf(x)), x)
for x in spread(1e-300, 1e300, 60) + spread(0.5, 2, 90) + [1e3, 1e5, 1e-3, 1e22, 1e-7]:
    line("log10", mp.log10(mpf(x)), x)
for x in spread(1e-20, 1e20, 80) + [-x for x in spread(1e-20, 0.999999, 80)] + [0.4142, 0.4143, -0.2928, -0.2929, 2.0**53, -1 + 2.0**-53]:
    line("log1p", mp.log1p(mpf(x)), x)
for x, y in zip(spread(1e-10, 1e10, 150), both(spread(1e-3, 30, 150))):
    line("pow", mpf(x) ** mpf(y), x, y)
for x, y in [(10, 22), (10, -5), (1.5, 2), (3, 33), (0.999999999, 1e9), (1.000000001, 7e11), (2, 0.5), (2, -1074), (0.9, 6000), (7, 1 / 3)]:
    line("pow", mpf(x) ** mpf(y), x, y)
for x in both(spread(1e-8, 1e6, 150)) + [3.141592653589793, 1.5707963267948966, 0.7853981633974483]:
    line("sin", mp.sin(mpf(x)), x)
    line("cos", mp.cos(mpf(x)), x)
for x in both(spread(1e-300, 1e300, 100)) + [8.0, 27.0, 1e-320]:
    line("cbrt", mp.sign(x) * mp.cbrt(abs(mpf(x))), x)
for p, q in zip(spread(1e-5, 1e5, 50), spread(1e-5, 1e5, 50)):
    line("hypot", mp.hypot(mpf(p), mpf(q)), p, q)
for x in both(spread(1e-10, 5.9, 100)) + spread(6, 26, 10):
    line("erfc", mp.erfc(mpf(x)), x)
for x in spread(0.05, 170, 80):
    line("gamma", mp.gamma(mpf(x)), x)
for x in spread(0.05, 1e9, 80):
    line("loggamma", mp.loggamma(mpf(x)), x)
for a, x in zip(spread(0.1, 2000, 80), spread(0.3, 3, 80)):
    x = float(a * x)
    line("gammaincreg", mp.gammainc(mpf(a), 0, mpf(x), regularized=True), a, x)
    line("gammaincregcomp", mp.gammainc(mpf(a), mpf(x), regularized=True), a, x)
for a, b, f in zip(spread(0.5, 5000, 120), spread(0.5, 5000, 120), spread(0.5, 2, 120)):
    x = min(float(a / (a + b) * f), 0.999)
    line("regincbeta", mp.betainc(mpf(a), mpf(b), 0, mpf(x), regularized=True), a, b, x)
# Quantiles: the root of the distribution, found in as many digits.
def root(f, x):
    return mp.findroot(f, x)
for freedom in [1.0, 2.0, 3.0, 4.5, 9.0, 19.0, 29.0, 99.0, 1234.5, 1e6]:
    for p in [0.6, 0.9, 0.95, 0.9715, 0.975, 0.995]:
        n, q = mpf(freedom), mpf(p)
        cdf = lambda t: 1 - mp.betainc(n / 2, 0.5, 0, n / (n + t * t), regularized=True) / 2 - q
        start = mp.sqrt(2) * mp.erfinv(2 * q - 1)
        guess = mp.tan(mp.pi * (q - 0.5)) if freedom == 1 else start * (1 + (start**2 + 1) / (4 * n))
        line("student", root(cdf, guess), freedom, p)
for p in spread(1e-300, 0.5, 60) + spread(0.5, 0.9999, 30):
    line("normal", -mp.sqrt(2) * mp.erfinv(1 - 2 * mpf(p)) if p > 1e-30 else root(lambda z: mp.log(mp.erfc(-z / mp.sqrt(2)) / 2) - mp.log(mpf(p)), -mp.sqrt(-2 * mp.log(p)) + 1), p)
