#!/usr/bin/env bash
# npm http-proxy 1.18.1 on Node 20 and 22: when a client leaves before the answer, the proxy's request to the backend goes on.
# The package means to abort it (on 'aborted' in lib/http-proxy/passes/web-incoming.js), but that event no longer comes once
# the request has been read to its end, as a GET is at once. So backends go on to work for clients who have left, and a
# retrying client multiplies that work. Only a request whose body is still on its way is cancelled.
# Seen on 29 November 2026, Node 20.20.2: each client leaves 0.3 s after its request, the backend works 1.5 s:
#   GET without the proxy: the backend stopped
#   GET: the backend worked to the end
#   POST, half of its body sent: the backend stopped
#   POST: the backend worked to the end
# A server of failsim works on for clients who have hung up, as here (models/client/attempt.go). This script fails if the
# behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >leave.js <<'JS'
const http = require('http')
const proxies = require('http-proxy')

const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms))
const listen = (server) => new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server.address().port)))

async function main() {
  const seen = {}
  const backend = await listen(http.createServer((request, answer) => {
    const name = request.headers['x-case']
    request.resume()
    const work = setTimeout(() => {
      seen[name] = 'the backend worked to the end'
      answer.end('done')
    }, 1500)
    answer.on('close', () => {
      clearTimeout(work)
      seen[name] ??= 'the backend stopped'
    })
  }))
  const proxy = proxies.createProxyServer({ target: `http://127.0.0.1:${backend}` })
  proxy.on('error', () => {})
  const front = await listen(http.createServer((request, answer) => proxy.web(request, answer)))

  const leave = async (name, port, method, body, all) => {
    const headers = { 'x-case': name, 'content-length': all }
    const request = http.request({ host: '127.0.0.1', port, method, headers, agent: false })
    request.on('error', () => {})
    request.write(body)
    if (body.length === all) request.end()
    else request.flushHeaders()
    await sleep(300)
    request.destroy()
  }
  await leave('GET without the proxy', backend, 'GET', '', 0)
  await leave('GET', front, 'GET', '', 0)
  await leave('POST', front, 'POST', 'ab', 2)
  await leave('POST, half of its body sent', front, 'POST', 'a', 2)
  await sleep(2500)
  for (const [name, what] of Object.entries(seen).sort()) console.log(`${name}: ${what}`)
  process.exit()
}
main()
JS
npm init -y >/dev/null
npm install --no-audit --no-fund http-proxy@1.18.1 >/dev/null 2>&1
node --no-deprecation leave.js | tee seen
grep -qx 'GET without the proxy: the backend stopped' seen
grep -qx 'GET: the backend worked to the end' seen
grep -qx 'POST: the backend worked to the end' seen
grep -qx 'POST, half of its body sent: the backend stopped' seen
