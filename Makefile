# Everything here is a short name for commands that work without make.

FUZZTIME ?= 1000000x
FUZZ ?= .
LINES ?= 1000000000
SCENARIOS ?= 2000
RUNS ?= 2000
OTHERS ?= 600
SEEDS ?= 100
WORLDS ?= 300
CASES ?= 5000
FIRST ?= 0

.DEFAULT_GOAL := help
.PHONY: image-lint swarm job-slurm job-kubernetes mutants notice kills import-real page conform conform-real conform-real-update coredns conformance help run test check bench bench-peers growth instructions golden validate reference year year-coverage relations kept fuzz long-log race

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: reproduce
reproduce: ## make results/published again, which git then finds unchanged: the founding argument; some three minutes of two cores
	go run ./cmd/failsim compare --suite founding --out results/published --quiet
	git diff --exit-code --stat results/published

.PHONY: turns
turns: ## ask failsim robust of the default scenario again, for the line that compare prints of it; 5 minutes of two cores
	go run ./cmd/failsim robust --json --quiet > turns.json && mv turns.json cmd/failsim/turns/elb-2012.json

run: ## the main job: compare the designs of the embedded scenario
	go run ./cmd/failsim compare

test: ## every test, in under 5 minutes on two cores
	go test ./...

check: ## format, go vet, staticcheck (pinned in .tools), tidy and untampered modules
	bash .ci/check

bench: ## one table: ns an event beside a hand-written floor, ns a request, reading traces; under 3 minutes
	go run ./.ci/bench

bench-peers: ## ns an event beside other simulators, those that can be had here (SimPy, ns-3: python3-simpy3 and libns3-dev of Debian)
	cd .peers && go run .

growth: ## what longer and denser traces, larger fleets and idle parts of the world cost; about 4 minutes
	go run ./.ci/growth

image-lint: ## the image recipe by dockerfilelint 1.8.0, which npx gets; not in CI
	npx --yes dockerfilelint@1.8.0 Containerfile

instructions: ## instructions a request by part of its way, unaffected by other load; 4 minutes, needs valgrind
	go run ./.ci/instructions

kills: ## KILLS (1000) times kill -9 at a random instant of a study that goes on each time, to the same bytes; long
	FAILSIM_KILLS=$(or $(KILLS),1000) go test ./cmd/failsim -count=1 -run AKilledStudyGoesOn -timeout 120m -v

.PHONY: arm64
arm64: ## failsim of arm64, under qemu-aarch64-static (Debian: qemu-user-static), prints the bytes of amd64, and has no fused instruction; some minutes
	bash .ci/arm64

notice: ## write NOTICE: who made what is linked and embedded, with licences
	go run ./.ci/notice

job-slurm: ## failsim job slurm on slurmctld and slurmd of this machine with one node, merged and compared byte for byte (Debian: slurmctld slurmd slurm-client; as root)
	bash .ci/job-slurm

job-kubernetes: ## failsim job kubernetes on a kube-apiserver and job controller built from k8s.io/kubernetes, etcd (Debian: etcd-server) and a stand-in kubelet; a quarter of an hour the first time; as root
	bash .ci/job-kubernetes

MUTATED ?= ./results/statistics ./models/policy+./models/world/scenario ./sim

mutants: ## errors planted one by one into the kernel, the sockets and the statistics: which of them do tests see? Half an hour
	go run ./.ci/mutants $(MUTATED)

import-real: ## the shop's files as import would have them, compared with haproxy -c, nginx -t, named-checkzone and kubectl where they exist
	bash .ci/import-real

page: ## open report.html in headless Chromium (Debian: chromium), with pictures of it in failsim-out/page
	mkdir -p failsim-out/page
	FAILSIM_BROWSER=must FAILSIM_SCREENSHOTS=$(CURDIR)/failsim-out/page go test ./cmd/failsim -count=1 -run 'Page|Report' -v

golden: ## write every golden file anew; read the difference before you commit it
	go test $$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u) -update

year: ## the estimate of a year against 3,000 years of a small world, simulated from end to end; long
	go test ./cmd/internal/year -run YearOfEpisodes -v -timeout 60m -years 3000

reference: ## RUNS (2000) runs given the common mode and as many without, OTHERS (600) of other designs, against which printed intervals are held; half an hour
	go test ./cmd/internal/study -run 'MakeReference|HoldTheReference' -v -timeout 300m -reference $(RUNS) -reference-others $(OTHERS)

year-coverage: ## intervals of a year with SEEDS (100) seeds against one run of 5,000 episodes of a small world; long
	go test ./cmd/internal/year -run YearIntervalsHold -v -timeout 300m -year-seeds $(SEEDS)

validate: ## every case whose exact answer is known, computed and simulated; about 5 minutes on two cores
	go run ./cmd/failsim validate

conform: ## CASES (5000) drawn cases with failsim's strategies in Go's proxy, a tenth as many with each other library; half an hour
	go test ./cmd/internal/conform -run RealProxy -v -timeout 120m -cases $(CASES)
	cd .conform && go test -v -timeout 120m -cases $$(($(CASES) / 10)) .
	cd .conform/caddy && go test -v -timeout 120m -cases $$(($(CASES) / 10)) .

conform-real: ## failsim's predictions against HAProxy, nginx and others on loopback, those that are installed; 15 minutes, not in CI
	cd .conform && go run ./real

coredns: ## build CoreDNS, which is in no Debian, for make conform-real; 2 minutes
	cd .conform/coredns && go build -o "$${XDG_CACHE_HOME:-$$HOME/.cache}/failsim-conform-real/coredns" .

conform-real-update: ## the same, and write docs/conformance.md
	cd .conform && go run ./real -update
	go test ./cmd/internal/conform -count=1 -run Table -update

.PHONY: drill
drill: ## ten failures of two small regions on loopback (HAProxy, gdnsd, unbound), predicted beforehand; writes docs/drill.md; 15 minutes, not in CI
	cd .conform && go run ./drill -o ../docs/drill.md

conformance: ## measure again what real libraries do, and write docs/conformance.md
	cd .conform && go test -count=1 -update .
	cd .conform/caddy && go test -count=1 -update .
	go test ./cmd/internal/conform -count=1 -update
	go test ./cmd/internal/conform -count=1 -run Table -update

relations: ## thousands of random scenarios: request by request against the naive engine, and every metamorphic relation; long
	FAILSIM_SCENARIOS=$(SCENARIOS) go test -timeout 60m -v -run 'EngineWhereEverything|Relation|EveryOutcomeIsTheSame' ./cmd/internal/study ./models/queue

kept: ## WORLDS (300) random worlds from number FIRST (0) on keep the fingerprints of commit 036a259, built from the history, and every design of its users' scenarios runs; 3 minutes
	go test -timeout 30m -v -run RandomWorldsKeep ./cmd/internal/study -kept $(WORLDS) -kept-first $(FIRST)
	FAILSIM_KEPT=all go test -timeout 30m -run ScenariosOfOld ./cmd/failsim

.PHONY: proofs
proofs: ## that six strategies are four files each: all builds without, and git show --stat says what adding it takes; 5 minutes
	bash .ci/proofs

swarm: ## SCENARIOS (2000) random worlds from number FIRST (0) on, every design played with every invariant on; 10 minutes
	go test -timeout 60m ./cmd/internal/study -run Swarm -v -swarm $(SCENARIOS) -swarm-first $(FIRST)

fuzz: ## every parser of logs, the scenario reader and other fuzz targets, FUZZTIME (1000000x: executions) each; what they learn is kept in .fuzz; hours
	bash .ci/fuzz $(FUZZTIME) '$(FUZZ)'

long-log: ## a log of LINES (1000000000) lines, made while it is read, in 512 MiB; some 10 bytes a line of room in TMPDIR; an hour
	go test ./traces -run ALongLog -count=1 -v -timeout 600m -long-log $(LINES)

race: ## every test with the race detector; long, and needs a C compiler
	go test -race -shuffle on -timeout 60m ./...
