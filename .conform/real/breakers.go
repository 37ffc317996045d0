package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/policy"
	"failsim/sim"
)

// Breakers of npm run in Node's own virtual time (mock timers), so that what is
// counted does not hang on the machine.
var (
	opossumProgram  = npm("opossum", "opossum", opossumVersion)
	cockatielProgam = npm("cockatiel", "cockatiel", "4.0.0")
)

func npm(name, module, version string) *rig.Program {
	return &rig.Program{Name: name, Command: "npm", Asks: []string{"view", module + "@" + version, "version"}, Finds: `(\d+\.\d+\.\d+)\s*$`, Package: "npm"}
}

const breakerScript = `const { mock } = require('node:test');
mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
$MAKE
(async () => {
	const list = $CALLS;
	let went = '';
	for (const [after, fails] of list) {
		for (let left = after; left > 0; left -= 100) {
			mock.timers.tick(Math.min(100, left));
			await Promise.resolve();
		}
		let out = false;
		try { await call(async () => { out = true; if (fails) throw new Error('as told'); }); } catch {}
		went += out ? '1' : '0';
	}
	console.log(JSON.stringify(went));
	process.exit(0);
})();
`

// call is so many milliseconds after the one before, and fails or not.
type call struct {
	after int
	fails bool
}

func (c call) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%v]", c.after, c.fails), nil
}

const opossumVersion = "10.0.0"

// asOpossum is circuit-breaker as opossum is by default; a least of 1 is its volumeThreshold of
// 0, as no share is looked at before a call.
var asOpossum = []string{"trip=ratio", "ratio=50%", "least=1", "open=30s", "window=10s", "parts=10"}

func breakers() (list []experiment) {
	const opossum = `const CircuitBreaker = require('opossum');
const breaker = new CircuitBreaker(f => f(), { $OPTIONS });
const call = f => breaker.fire(f);`
	const cockatiel = `const { circuitBreaker, handleAll, ConsecutiveBreaker } = require('cockatiel');
const breaker = circuitBreaker(handleAll, { $OPTIONS });
const call = f => breaker.execute(f);`
	for _, c := range []struct {
		name    string
		program *rig.Program
		module  string
		make    string
		options string
		says    string
		calls   []call
		given   []string
	}{
		{"opossum-all-fail", opossumProgram, "opossum@" + opossumVersion, opossum, "", "defaults, 300 calls a second apart that all fail: calls that go out (1, then one trial after each 30 s)", calls(300, func(int) bool { return true }), asOpossum},
		{"opossum-half", opossumProgram, "opossum@" + opossumVersion, opossum, "", "defaults, 300 calls, every other one fails, a good one first: calls that go out (50 % is not above 50 %)", calls(300, func(i int) bool { return i%2 == 1 }), asOpossum},
		{"opossum-first", opossumProgram, "opossum@" + opossumVersion, opossum, "", "defaults, 20 calls of which the first fails: calls that go out (one failure is 100 %, volumeThreshold is 0)", calls(20, func(i int) bool { return i == 0 }), asOpossum},
		{"opossum-volume", opossumProgram, "opossum@" + opossumVersion, opossum, "volumeThreshold: 5", "volumeThreshold 5, 300 calls that all fail: calls that go out", calls(300, func(int) bool { return true }), append([]string{"least=5"}, asOpossum[0], asOpossum[1], asOpossum[3], asOpossum[4], asOpossum[5])},
		{"cockatiel-all-fail", cockatielProgam, "cockatiel@4.0.0", cockatiel, "halfOpenAfter: 10000, breaker: new ConsecutiveBreaker(5)", "ConsecutiveBreaker(5), halfOpenAfter 10 s, 300 calls a second apart that all fail: calls that go out", calls(300, func(int) bool { return true }), []string{"failures=5", "open=10s"}},
		{"cockatiel-four-of-five", cockatielProgam, "cockatiel@4.0.0", cockatiel, "halfOpenAfter: 10000, breaker: new ConsecutiveBreaker(5)", "ConsecutiveBreaker(5), 300 calls of which four in five fail: calls that go out (it never opens)", calls(300, func(i int) bool { return i%5 != 4 }), []string{"failures=5", "open=10s"}},
	} {
		list = append(list, experiment{name: c.name, program: c.program,
			predict: func() []fact { return []fact{{"circuit-breaker", c.says, number(passes(c.calls, c.given...))}} },
			measure: func(b *rig.Bench, path string) []figure {
				folder := install(b, path, c.module)
				text, _ := json.Marshal(c.calls)
				script := b.Write("breaker.js", breakerScript, map[string]string{"MAKE": strings.ReplaceAll(c.make, "$OPTIONS", c.options), "CALLS": string(text)})
				os.Symlink(filepath.Join(folder, "node_modules"), filepath.Join(b.Dir, "node_modules"))
				out, _ := b.Run(time.Minute, nodeProgram.Path(), script)
				var went string
				if err := json.Unmarshal([]byte(out), &went); err != nil {
					b.Fail("node says %q", out)
				}
				return []figure{number(strings.Count(went, "1"))}
			}})
	}
	return list
}

func calls(n int, fails func(i int) bool) (list []call) {
	for i := range n {
		list = append(list, call{1001, fails(i)})
	}
	return list
}

// passes plays calls to failsim's circuit breaker and counts those that go out.
func passes(list []call, given ...string) (went int) {
	s := rig.Make[any]("circuit-breaker", given...)
	c := policy.Call{Memory: s.(policy.CallerRemembering).Fresh(0, sim.Key(1))}
	for _, x := range list {
		c.Now = c.Now.Add(time.Duration(x.after) * ms)
		if s.(policy.Breaking).Passes(&c) {
			went++
			how := policy.Succeeded
			if x.fails {
				how = policy.Failed
			}
			s.(policy.CallerLearning).Learn(&c, c.Now, how)
		}
	}
	return went
}

// installing: several experiments may want the same module.
var installing sync.Mutex

// install has npm fetch a module, once a machine.
func install(b *rig.Bench, npm, module string) string {
	installing.Lock()
	defer installing.Unlock()
	folder := filepath.Join(rig.Cache(), strings.ReplaceAll(module, "@", "-"))
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err == nil {
		return folder
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fail("%w", err)
	}
	b.Run(2*time.Minute, npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", module)
	return folder
}
