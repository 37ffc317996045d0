"""Plays the workloads on SimPy, with processes: one for the arrivals, one for
each busy server, one for each pending event of HOLD. See draws/draws.go."""

import math
import sys
import time
from collections import deque

import simpy

SIZE, PENDING = 1 << 16, 1000
MASK = (1 << 64) - 1


def mix(i):
    z = (i + 1) * 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def exponential(i):
    return -math.log(((mix(i) >> 11) + 0.5) / (1 << 53))


workload, size = sys.argv[1], int(sys.argv[2])
SERVERS, RATE = (1, 0.9) if workload == "mm1" else (100, 85.0)
GRID = 1 << 30 if workload == "mm1" else 1 << 38
spans = [math.floor(exponential(i) * GRID) / GRID for i in range(SIZE)]
gaps = [math.floor(exponential(i) / RATE * GRID) / GRID for i in range(SIZE)]


def pair(i):
    u = mix(SIZE + i)
    return (u >> 32) * SERVERS >> 32, (u & 0xFFFFFFFF) * SERVERS >> 32


pairs = [pair(i) for i in range(SIZE)]


class Farm:
    def __init__(self, customers):
        self.env = simpy.Environment()
        self.lines = [deque() for _ in range(SERVERS)]
        self.customers = customers
        self.begun, self.total = 0, 0.0
        self.env.process(self.arrivals())

    def arrivals(self):
        env, lines, one = self.env, self.lines, SERVERS == 1
        for i in range(self.customers):
            yield env.timeout(gaps[3 * i % SIZE])
            line = lines[0]
            if not one:
                a, b = pairs[i % SIZE]
                line = lines[b] if len(lines[b]) < len(lines[a]) else lines[a]
            line.append(env.now)
            if len(line) == 1:
                env.process(self.busy(line))

    def busy(self, line):
        env = self.env
        while line:
            span = spans[(5 * self.begun + SIZE // 2) % SIZE]
            self.begun += 1
            yield env.timeout(span)
            self.total += env.now - line.popleft()

    def run(self):
        self.env.run()
        return self.total / self.customers


class Hold:
    def __init__(self, events):
        self.env, self.drawn, self.events = simpy.Environment(), 0, events
        for _ in range(PENDING):
            self.env.process(self.pending())

    def pending(self):
        while self.drawn < self.events:
            span = spans[self.drawn % SIZE]
            self.drawn += 1
            yield self.env.timeout(span)

    def run(self):
        self.env.run()
        return self.env.now


if workload == "hold":
    events, model = size, Hold(size)
else:
    events, model = 2 * size, Farm(size)
began = time.perf_counter()
result = model.run()
print(f"{(time.perf_counter() - began) * 1e9 / events:.2f} {result:.9g}")
