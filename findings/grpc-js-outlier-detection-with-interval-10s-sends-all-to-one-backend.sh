#!/usr/bin/env bash
# npm @grpc/grpc-js 1.14.7 does not read a duration of outlier detection as service configs write it ("interval": "10s",
# proto3 JSON; gRFC A50), though it reads a method's "timeout": "10s": it wants {"seconds": 10, "nanos": 0}. It then drops
# the whole load balancing policy and says so only with GRPC_VERBOSITY=DEBUG: round_robin under it is gone as well, so
# pick_first sends every RPC to the first backend, and a config that was to eject one of three ejects nobody.
# Seen on 29 November 2026, Node 20.20.2, RPCs that each of three backends got of 300, on standard error nothing:
#   no interval: 100 100 100
#   interval {"seconds":10,"nanos":0}: 100 100 100
#   interval "10s": 300 0 0
# failsim's outlier-ejection (its sweep is this interval) reads durations as 10s. This script fails if the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >spread.js <<'JS'
const grpc = require('@grpc/grpc-js')

const bytes = (b) => b
const service = {
  ask: {
    path: '/finding.Service/Ask', requestStream: false, responseStream: false,
    requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes
  }
}

async function run(interval) {
  const got = [0, 0, 0]
  const ports = []
  for (let i = 0; i < 3; i++) {
    const server = new grpc.Server()
    server.addService(service, {
      ask: (call, done) => {
        got[i]++
        done(null, Buffer.alloc(0))
      }
    })
    ports.push(await new Promise((ready, fail) => {
      server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (e, port) => e ? fail(e) : ready(port))
    }))
  }
  const config = JSON.stringify({
    loadBalancingConfig: [{
      outlier_detection: { interval, failure_percentage_ejection: {}, child_policy: [{ round_robin: {} }] }
    }],
    methodConfig: [{ name: [{}], timeout: '10s' }]
  })
  const Client = grpc.makeClientConstructor(service, 'Service')
  const client = new Client('ipv4:' + ports.map((port) => `127.0.0.1:${port}`).join(','), grpc.credentials.createInsecure(),
    { 'grpc.service_config': config })
  const ask = () => new Promise((done, fail) => client.ask(Buffer.alloc(0), (error) => error ? fail(error) : done()))
  await ask()
  await new Promise((wake) => setTimeout(wake, 1000)) // until all backends are connected
  got.fill(0)
  for (let i = 0; i < 300; i++) await ask()
  const name = interval === undefined ? 'no interval' : `interval ${JSON.stringify(interval)}`
  console.log(`${name}: ${got.join(' ')}`)
}

run(undefined)
  .then(() => run({ seconds: 10, nanos: 0 }))
  .then(() => run('10s'))
  .then(() => process.exit())
JS
npm init -y >/dev/null
npm install --no-audit --no-fund @grpc/grpc-js@1.14.7 >/dev/null 2>&1
env -u GRPC_VERBOSITY -u GRPC_TRACE node --no-warnings spread.js 2>errors | tee seen
cat errors
[ ! -s errors ]
grep -qx 'no interval: 100 100 100' seen
grep -qx 'interval {"seconds":10,"nanos":0}: 100 100 100' seen
grep -qx 'interval "10s": 300 0 0' seen
