#!/usr/bin/env bash
# npm undici 7.30.2 (and 8.13.1, on Node 22), BalancedPool of three upstreams with its defaults: one that refuses connections
# is never left out. Its weight falls, but a share of 0.5 % of requests goes to it for ever, and each fails to
# the caller, though two upstreams are well and no byte was sent: nothing is tried elsewhere. One that answers 503 keeps its
# whole third: only failures to connect and to keep a connection lower the weight.
# Seen on 29 November 2026, Node 20.20.2, GETs one after another, how many of each 1000 failed:
#   one of three refuses: 12 5 5 5 5
#   one of three answers 503: 334 333 333 334 333
# failsim does not model a weight that falls with failures: a dead backend gets its full share until health checks or
# outlier-ejection take it out. This script fails if the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pool.js <<'JS'
const http = require('http')
const { BalancedPool } = require('undici')

async function run(name, refuses) {
  const servers = []
  for (let i = 0; i < 3; i++) {
    const server = http.createServer((request, answer) => {
      answer.statusCode = i === 0 ? 503 : 200
      answer.end('x')
    })
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
    servers.push(server)
  }
  const pool = new BalancedPool(servers.map((server) => `http://127.0.0.1:${server.address().port}`))
  if (refuses) await new Promise((closed) => servers[0].close(closed))
  const failed = []
  for (let thousand = 0; thousand < 5; thousand++) {
    failed.push(0)
    for (let i = 0; i < 1000; i++) {
      try {
        const answer = await pool.request({ path: '/', method: 'GET' })
        await answer.body.dump()
        if (answer.statusCode !== 200) failed[thousand]++
      } catch (error) {
        if (error.code !== 'ECONNREFUSED') throw error
        failed[thousand]++
      }
    }
  }
  console.log(`${name}: ${failed.join(' ')}`)
  await pool.destroy()
}

run('one of three refuses', true)
  .then(() => run('one of three answers 503', false))
  .then(() => process.exit())
JS
npm init -y >/dev/null
npm install --no-audit --no-fund undici@7.30.2 >/dev/null 2>&1
node pool.js | tee seen
grep -qE '^one of three refuses: [0-9]+( [4-6]){4}$' seen
grep -qE '^one of three answers 503: 33[2-5]( 33[2-5]){4}$' seen
