package main

import "strings"

// HAProxy's words that change nothing that failsim models, of its manual for 2.6 and
// later. A word that is in no list is told as not understood.
var (
	besideHAProxy = strings.Fields(`acl backlog bind-process capture clitcpka-cnt clitcpka-idle clitcpka-intvl srvtcpka-cnt srvtcpka-idle srvtcpka-intvl compression
		crt description disabled email-alert enabled errorfile errorfiles errorloc errorloc302 errorloc303 filter fullconn guid http-after-response http-check http-error
		http-request http-response http-reuse http-send-name-header id log log-format log-format-sd log-tag log-steps maxconn max-keep-alive-queue max-session-srv-conns mode monitor
		monitor-uri option quic-initial rate-limit stats stick stick-table tcp-check tcp-request tcp-response unique-id-format unique-id-header use-fcgi-app use-server
		declare server-state-file-name load-server-state-from-file force-persist ignore-persist source external-check dispatch redirect persist`)

	haproxyRead     = strings.Fields("timeout bind use_backend default_backend cookie retries retry-on balance hash-type default-server server server-template")
	haproxyWaits    = strings.Fields("connect server client queue check http-request")
	haproxyBalances = strings.Fields("roundrobin static-rr leastconn first source uri url_param hdr random rdp-cookie hash log-hash sticky")
	haproxyTimeouts = strings.Fields("client client-fin client-hs server-fin tunnel http-keep-alive tarpit")

	haproxyOptions = strings.Fields(`abortonclose accept-invalid-http-request accept-invalid-http-response accept-unsafe-violations-in-http-request
		accept-unsafe-violations-in-http-response allbackups checkcache clitcpka contstats disable-h2-upgrade dontlog-normal dontlognull external-check forwarded forwardfor
		forceclose h1-case-adjust-bogus-client h1-case-adjust-bogus-server http-buffer-request http-drop-request-trailers http-drop-response-trailers http-ignore-probes http-keep-alive
		http-no-delay http-pretend-keepalive http-restrict-req-hdr-names http-server-close http-tunnel http-use-proxy-header httpchk httpclose httplog httpslog idle-close-on-response
		independent-streams ldap-check log-health-checks log-separate-errors logasap mysql-check nolinger originalto persist pgsql-check prefer-last-server redis-check redispatch smtpchk
		socket-stats splice-auto splice-request splice-response spop-check srvtcpka ssl-hello-chk tcp-check tcp-smart-accept tcp-smart-connect tcpka tcplog transparent use-small-buffers`)

	haproxyServerWords = strings.Fields(`agent-check allow-0rtt check-send-proxy check-ssl check-via-socks4 enabled force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13 no-agent-check
		no-backup no-check no-check-ssl no-send-proxy no-send-proxy-v2 no-ssl no-ssl-reuse no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 no-verifyhost no-tfo non-stick
		send-proxy send-proxy-v2 send-proxy-v2-ssl send-proxy-v2-ssl-cn ssl ssl-reuse stick tfo tls-tickets no-check-reuse-pool check-reuse-pool`)

	haproxyServerRead = strings.Fields("check backup disabled no-check no-backup enabled inter fastinter downinter slowstart rise fall weight maxconn maxqueue error-limit observe on-error resolvers track init-addr")

	haproxyServerPairs = strings.Fields(`addr agent-addr agent-inter agent-port agent-send alpn ca-file check-alpn check-pool-conn-name check-proto check-sni ciphers ciphersuites cc client-sigalgs
		cookie crl-file crt curves guid hash-key id idle-ping init-addr init-state log-bufsize log-proto max-reuse minconn namespace npn on-marked-down on-marked-up pool-conn-name
		pool-low-conn pool-max-conn pool-purge-delay port proto proxy-v2-options redir resolve-net resolve-opts resolve-prefer resolvers set-proxy-v2-tlv-fmt shard sigalgs sni socks4 source
		ssl-max-ver ssl-min-ver strict-maxconn tcp-md5sig tcp-ut track usesrc verify verifyhost ws renegotiate`)
)
