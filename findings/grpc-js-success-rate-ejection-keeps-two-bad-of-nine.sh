#!/usr/bin/env bash
# npm @grpc/grpc-js 1.14.7, outlier detection by success rate with the default stdev_factor of 1.9: two backends of nine that
# fail every RPC are never ejected, though one of nine is and two of ten are. A backend is held against the mean less 1.9
# standard deviations of all, the bad ones among them: where k of n fail everything, they lie sqrt((n-k)/k) deviations
# below the mean, whatever the traffic, so that they stay unless n > 4.61 k. Backends that fail together hide each other.
# Seen on 29 November 2026, Node 20.20.2, after some four intervals (interval 1 s, request_volume 5 and max_ejection_percent
# 100 so that none of them decides, all else by default):
#   1 of 9 backends fail: 0.0 % of RPCs fail
#   2 of 9 backends fail: 22.2 % of RPCs fail
#   2 of 10 backends fail: 0.0 % of RPCs fail
#   3 of 13 backends fail: 23.1 % of RPCs fail
# failsim's outlier-ejection counts failures in a row (Envoy's consecutive_5xx); it does not model ejection by success rate.
# This script fails if the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >eject.js <<'JS'
const grpc = require('@grpc/grpc-js')

const bytes = (b) => b
const service = {
  ask: {
    path: '/finding.Service/Ask', requestStream: false, responseStream: false,
    requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes
  }
}
const config = JSON.stringify({
  loadBalancingConfig: [{
    outlier_detection: {
      interval: { seconds: 1, nanos: 0 }, max_ejection_percent: 100, success_rate_ejection: { request_volume: 5 },
      child_policy: [{ round_robin: {} }]
    }
  }]
})
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms))

async function failing(bad, all) {
  const ports = []
  for (let i = 0; i < all; i++) {
    const server = new grpc.Server()
    server.addService(service, {
      ask: (call, done) => i < bad ? done({ code: grpc.status.INTERNAL }) : done(null, Buffer.alloc(0))
    })
    ports.push(await new Promise((ready, fail) => {
      server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (e, port) => e ? fail(e) : ready(port))
    }))
  }
  const Client = grpc.makeClientConstructor(service, 'Service')
  const client = new Client('ipv4:' + ports.map((port) => `127.0.0.1:${port}`).join(','), grpc.credentials.createInsecure(),
    { 'grpc.service_config': config, 'grpc.enable_retries': 0 })
  const ask = () => new Promise((done) => client.ask(Buffer.alloc(0), (error) => done(error !== null)))
  for (const start = Date.now(); Date.now() - start < 4500; await sleep(20)) await Promise.all(ports.map(ask))
  let failed = 0
  for (let i = 0; i < 100 * all; i++) if (await ask()) failed++
  return `${bad} of ${all} backends fail: ${(failed / all).toFixed(1)} % of RPCs fail`
}

Promise.all([failing(1, 9), failing(2, 9), failing(2, 10), failing(3, 13)]).then((lines) => {
  console.log(lines.join('\n'))
  process.exit()
})
JS
npm init -y >/dev/null
npm install --no-audit --no-fund @grpc/grpc-js@1.14.7 >/dev/null 2>&1
node eject.js | tee seen
grep -qx '1 of 9 backends fail: 0.0 % of RPCs fail' seen
grep -qx '2 of 9 backends fail: 22.2 % of RPCs fail' seen
grep -qx '2 of 10 backends fail: 0.0 % of RPCs fail' seen
grep -qx '3 of 13 backends fail: 23.1 % of RPCs fail' seen
