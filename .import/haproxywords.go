package main

import "strings"

// HAProxy's words, of its manual for 2.6 and later. Those that change nothing of how
// requests fail, and those that do though no scenario can say it; a word that is in no
// list is told as not understood.
var (
	besideHAProxy = strings.Fields(`acl bind-process capture clitcpka-cnt clitcpka-idle clitcpka-intvl srvtcpka-cnt srvtcpka-idle srvtcpka-intvl compression
		crt description email-alert enabled errorfile errorfiles errorloc errorloc302 errorloc303 filter guid http-after-response http-error
		http-request http-response http-send-name-header id log log-format log-format-sd log-tag log-steps mode monitor
		monitor-uri option quic-initial stats stick stick-table tcp-request tcp-response unique-id-format unique-id-header
		declare source redirect`)
	unsaidHAProxy = strings.Fields(`backlog fullconn http-check http-reuse maxconn max-keep-alive-queue max-session-srv-conns rate-limit tcp-check use-fcgi-app use-server
		server-state-file-name load-server-state-from-file force-persist ignore-persist external-check dispatch persist`)

	haproxyConditions = strings.Fields(".if .elif .else .endif .diag .notice .warning .alert")

	haproxyRead     = strings.Fields("timeout bind use_backend default_backend cookie retries retry-on balance hash-type default-server server server-template disabled")
	haproxyWaits    = strings.Fields("connect server client queue check http-request http-keep-alive")
	haproxyBalances = strings.Fields("roundrobin static-rr leastconn first source uri url_param hdr random rdp-cookie hash log-hash sticky")
	haproxyTimeouts = strings.Fields("client-fin client-hs server-fin tunnel tarpit")

	haproxyOptions = strings.Fields(`accept-invalid-http-request accept-invalid-http-response accept-unsafe-violations-in-http-request
		accept-unsafe-violations-in-http-response checkcache clitcpka contstats disable-h2-upgrade dontlog-normal dontlognull forwarded forwardfor
		h1-case-adjust-bogus-client h1-case-adjust-bogus-server http-drop-request-trailers http-drop-response-trailers http-ignore-probes
		http-no-delay http-restrict-req-hdr-names http-use-proxy-header httplog httpslog idle-close-on-response
		log-health-checks log-separate-errors logasap nolinger originalto
		socket-stats splice-auto splice-request splice-response srvtcpka tcp-smart-accept tcp-smart-connect tcpka tcplog transparent use-small-buffers`)
	haproxyUnsaidOptions = strings.Fields(`abortonclose external-check forceclose http-buffer-request http-keep-alive http-pretend-keepalive http-server-close http-tunnel httpclose
		independent-streams ldap-check mysql-check persist pgsql-check prefer-last-server redis-check smtpchk spop-check ssl-hello-chk tcp-check`)

	haproxyServerWords = strings.Fields(`allow-0rtt check-send-proxy check-ssl check-via-socks4 force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13 no-agent-check
		no-check-ssl no-send-proxy no-send-proxy-v2 no-ssl no-ssl-reuse no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 no-verifyhost no-tfo
		send-proxy send-proxy-v2 send-proxy-v2-ssl send-proxy-v2-ssl-cn ssl ssl-reuse stick tfo tls-tickets no-check-reuse-pool check-reuse-pool`)
	haproxyServerUnsaid = strings.Fields("agent-check non-stick")

	haproxyServerRead = strings.Fields("check backup disabled no-check no-backup enabled inter fastinter downinter slowstart rise fall weight maxconn maxqueue error-limit observe on-error resolvers")

	haproxyServerPairs = strings.Fields(`alpn ca-file check-alpn check-pool-conn-name check-proto check-sni ciphers ciphersuites cc client-sigalgs
		cookie crl-file crt curves guid hash-key id log-bufsize log-proto namespace npn pool-conn-name
		port proto proxy-v2-options resolve-net resolve-opts resolve-prefer set-proxy-v2-tlv-fmt shard sigalgs sni socks4 source
		ssl-max-ver ssl-min-ver tcp-md5sig usesrc verify verifyhost ws renegotiate`)
	haproxyServerUnsaidPairs = strings.Fields(`addr agent-addr agent-inter agent-port agent-send idle-ping init-addr init-state max-reuse minconn on-marked-down on-marked-up
		pool-low-conn pool-max-conn pool-purge-delay redir strict-maxconn tcp-ut track`)
)

// haproxyApart are the words of sections that describe no proxy; one that ends in a dot
// or a dash stands for all that begin so.
var haproxyApart = map[string]struct{ beside, unsaid []string }{
	"global": {strings.Fields(`anonkey busy-polling ca-base chroot cluster-secret cpu-map cpu-policy crt-base daemon debug default-path description
		dns-accept-family expose-deprecated-directives expose-experimental-directives external-check fd-hard-limit force-cfg-parser-pause gid group h1-accept-payload-with-any-method h1-case-adjust
		h1-case-adjust-file h1-do-not-close-on-insecure-transfer-encoding h2-workaround-bogus-websocket-clients httpclient. insecure-fork-wanted insecure-setuid-wanted issuers-chain-path
		key-base limited-quic localpeer log log-send-hostname log-tag lua-load lua-load-per-thread lua-prepend-path master-worker maxcompcpuusage maxcomprate maxpipes maxzlibmem mworker-max-reloads nbproc
		nbthread no-memory-trimming no-quic noepoll noevports nogetaddrinfo nokqueue nopoll noreuseport nosplice numa-cpu-mapping ocsp-update. pidfile pp2-never-send-local prealloc-fd presetenv
		profiling. quiet resetenv set-dumpable set-var set-var-fmt setcap setenv shm-stats-file ssl-default-bind-ciphers ssl-default-bind-ciphersuites ssl-default-bind-client-sigalgs ssl-default-bind-curves
		ssl-default-bind-options ssl-default-bind-sigalgs ssl-default-server-ciphers ssl-default-server-ciphersuites ssl-default-server-client-sigalgs ssl-default-server-curves ssl-default-server-options
		ssl-default-server-sigalgs ssl-dh-param-file ssl-engine ssl-load-extra-del-ext ssl-load-extra-files ssl-mode-async ssl-propquery ssl-provider ssl-provider-path ssl-security-level
		ssl-server-verify ssl-skip-self-issued-ca ssl-f-use stats strict-limits thread-group thread-groups thread-hard-limit trace tune. uid ulimit-n unix-bind unsetenv user wurfl- 51degrees- deviceatlas- zero-warning node no`),
		strings.Fields("close-spread-time grace hard-stop-after max-spread-checks maxconn maxconnrate maxsessrate maxsslconn maxsslrate server-state-base server-state-file spread-checks warn-blocked-traffic-after")},
	"resolvers":   {strings.Fields("nameserver parse-resolv-conf accepted_payload_size"), strings.Fields("hold timeout resolve_retries")},
	"peers":       {strings.Fields("peer bind default-bind default-server server table log shards disabled enabled"), nil},
	"mailers":     {strings.Fields("mailer timeout"), nil},
	"userlist":    {strings.Fields("user group"), nil},
	"cache":       {nil, strings.Fields("total-max-size max-object-size max-age max-secondary-entries process-vary")},
	"program":     {strings.Fields("command user group option no"), nil},
	"http-errors": {strings.Fields("errorfile"), nil},
	"ring":        {strings.Fields("description format maxlen server size timeout backing-file"), nil},
	"log-forward": {strings.Fields("backlog bind dgram-bind log maxconn timeout option"), nil},
	"fcgi-app":    {strings.Fields("acl docroot index log-stderr no option pass-header path-info set-param"), strings.Fields("max-reqs mpxs-conns")},
	"crt-store":   {strings.Fields("crt-base key-base load"), nil},
	"traces":      {strings.Fields("trace default-trace"), nil},
	"acme":        {strings.Fields("account-key bits challenge contact curves directory keytype map provider-name acme-vars reuse-key"), nil},
	"log-profile": {strings.Fields("log-tag on"), nil},
}
