#!/usr/bin/env bash
# Go 1.26 net/http's default Transport: where a server reads a request on a reused connection and closes it without an
# answer, GET and a POST that carries an Idempotency-Key are silently sent again, so the server sees them twice and the
# caller sees no error; PUT and DELETE, which RFC 9110 calls idempotent, are not, and fail with "EOF". On a connection that
# is new, nothing is sent again. So a load balancer that dies costs callers of one kind nothing and doubles their requests.
# Seen on 29 November 2026, go1.26:
#   GET, reused connection: the server saw 2, the caller got 200
#   GET, new connection: the server saw 1, the caller got EOF
#   PUT, reused connection: the server saw 1, the caller got EOF
#   DELETE, reused connection: the server saw 1, the caller got EOF
#   POST, reused connection: the server saw 1, the caller got EOF
#   POST with Idempotency-Key, reused connection: the server saw 2, the caller got 200
# failsim leaves out keep-alive connections (models/client/client.go), and so this retry. This script fails if the
# behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
)

func main() {
	try("GET", "", true)
	try("GET", "", false)
	try("PUT", "", true)
	try("DELETE", "", true)
	try("POST", "", true)
	try("POST", "Idempotency-Key", true)
}

// try has the server close without an answer the first time that it sees /lost.
func try(method, header string, reused bool) {
	var seen atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/lost" && seen.Add(1) == 1 {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			conn.Close()
		}
	}))
	defer server.Close()
	client := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	if reused {
		send(client, "GET", server.URL+"/first", "")
	}
	name, connection := method, "new"
	if header != "" {
		name += " with " + header
	}
	if reused {
		connection = "reused"
	}
	got := send(client, method, server.URL+"/lost", header)
	fmt.Printf("%s, %s connection: the server saw %d, the caller got %s\n", name, connection, seen.Load(), got)
}

func send(client *http.Client, method, to, header string) string {
	var body io.Reader
	if method == "PUT" || method == "POST" {
		body = strings.NewReader("x")
	}
	request, err := http.NewRequest(method, to, body)
	if err != nil {
		panic(err)
	}
	if header != "" {
		request.Header.Set(header, "1")
	}
	answer, err := client.Do(request)
	if failure := (*url.Error)(nil); errors.As(err, &failure) {
		return failure.Err.Error()
	}
	io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	return fmt.Sprint(answer.StatusCode)
}
GO
go mod init finding >/dev/null 2>&1
go run . | tee seen
grep -qx 'GET, reused connection: the server saw 2, the caller got 200' seen
grep -q '^GET, new connection: the server saw 1, the caller got EOF' seen
grep -q '^PUT, reused connection: the server saw 1, the caller got EOF' seen
grep -q '^DELETE, reused connection: the server saw 1, the caller got EOF' seen
grep -q '^POST, reused connection: the server saw 1, the caller got EOF' seen
grep -qx 'POST with Idempotency-Key, reused connection: the server saw 2, the caller got 200' seen
