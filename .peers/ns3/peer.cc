// Plays the workloads on the core of ns-3, with its default scheduler. See
// draws/draws.go.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "ns3/core-module.h"

using ns3::Simulator;

namespace {

const uint64_t kSize = 1 << 16, kServers = 100, kPending = 1000;
std::vector<int64_t> spans(kSize), gaps(kSize);  // in steps of the workload's grid
std::vector<uint64_t> choices(kSize);

uint64_t Mix(uint64_t i) {
  uint64_t z = (i + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

double Exponential(uint64_t i) {
  return -std::log((static_cast<double>(Mix(i) >> 11) + 0.5) / 9007199254740992.0);
}

ns3::Time After(int64_t steps) { return ns3::TimeStep(steps); }
int64_t Now() { return Simulator::Now().GetTimeStep(); }

std::vector<std::deque<int64_t>> lines;  // when the customers of each server came
uint64_t customers, came, begun;
int64_t sum;

void Leave(uint32_t server);

void Serve(uint32_t server) {
  Simulator::Schedule(After(spans[(5 * begun++ + kSize / 2) % kSize]), &Leave, server);
}

void Leave(uint32_t server) {
  sum += Now() - lines[server].front();
  lines[server].pop_front();
  if (!lines[server].empty()) Serve(server);
}

void Arrive() {
  uint64_t i = came++;
  if (came < customers) Simulator::Schedule(After(gaps[3 * came % kSize]), &Arrive);
  uint32_t server = 0;
  if (lines.size() > 1) {
    uint64_t u = choices[i % kSize];
    uint32_t a = (u >> 32) * kServers >> 32, b = (u & 0xffffffffu) * kServers >> 32;
    server = lines[b].size() < lines[a].size() ? b : a;
  }
  lines[server].push_back(Now());
  if (lines[server].size() == 1) Serve(server);
}

uint64_t drawn, holds;

void Hold() {
  if (drawn < holds) Simulator::Schedule(After(spans[drawn++ % kSize]), &Hold);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::string workload = argv[1];
  bool one = workload == "mm1";
  const double grid = std::ldexp(1.0, one ? 30 : 38), rate = one ? 0.9 : 85.0;
  for (uint64_t i = 0; i < kSize; i++) {
    spans[i] = static_cast<int64_t>(Exponential(i) * grid);
    gaps[i] = static_cast<int64_t>(Exponential(i) / rate * grid);
    choices[i] = Mix(kSize + i);
  }
  uint64_t size = std::strtoull(argv[2], nullptr, 10), events = size;
  if (workload == "hold") {
    holds = size;
    for (uint64_t i = 0; i < kPending; i++) Hold();
  } else {
    events = 2 * size, customers = size;
    lines.resize(one ? 1 : kServers);
    Simulator::Schedule(After(gaps[0]), &Arrive);
  }
  auto began = std::chrono::steady_clock::now();
  Simulator::Run();
  std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - began;
  double result = workload == "hold" ? Now() / grid : sum / grid / static_cast<double>(customers);
  std::printf("%.2f %.9g\n", spent.count() / static_cast<double>(events), result);
}
