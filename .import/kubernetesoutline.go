package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	podRead = ` spec.template.metadata.labels spec.template.spec.topologySpreadConstraints.topologyKey spec.template.spec.topologySpreadConstraints.whenUnsatisfiable
		spec.template.spec.containers.readinessProbe.periodSeconds spec.template.spec.containers.readinessProbe.timeoutSeconds spec.template.spec.containers.readinessProbe.failureThreshold
		spec.template.spec.containers.readinessProbe.successThreshold spec.template.spec.containers.readinessProbe.httpGet.path`
	podUnsaid = ` spec.minReadySeconds spec.template.spec.affinity spec.template.spec.nodeSelector spec.template.spec.tolerations spec.template.spec.priorityClassName spec.template.spec.terminationGracePeriodSeconds
		spec.template.spec.topologySpreadConstraints.maxSkew spec.template.spec.topologySpreadConstraints.minDomains spec.template.spec.topologySpreadConstraints.nodeAffinityPolicy
		spec.template.spec.topologySpreadConstraints.nodeTaintsPolicy spec.template.spec.topologySpreadConstraints.matchLabelKeys spec.template.spec.readinessGates spec.template.spec.restartPolicy
		spec.template.spec.containers.livenessProbe spec.template.spec.containers.startupProbe spec.template.spec.containers.lifecycle spec.template.spec.containers.resources
		spec.template.spec.containers.readinessProbe.initialDelaySeconds spec.template.spec.containers.readinessProbe.terminationGracePeriodSeconds spec.template.spec.containers.readinessProbe.exec spec.template.spec.initContainers`
)

// outlines say what is read of each kind of manifest.
var outlines = map[string]outline{
	"Deployment":  newOutline("kind spec.replicas"+podRead, "spec.strategy spec.progressDeadlineSeconds"+podUnsaid),
	"StatefulSet": newOutline("kind spec.replicas"+podRead, "spec.updateStrategy spec.podManagementPolicy"+podUnsaid),
	"HorizontalPodAutoscaler": newOutline(`kind spec.scaleTargetRef.name spec.minReplicas spec.maxReplicas spec.metrics.resource.name
		spec.metrics.resource.target.averageUtilization spec.targetCPUUtilizationPercentage`, "spec.behavior spec.metrics.pods spec.metrics.object spec.metrics.external spec.metrics.containerResource spec.metrics.resource.target.averageValue spec.metrics.resource.target.value"),
	"PodDisruptionBudget": newOutline("kind spec.minAvailable spec.maxUnavailable spec.selector.matchLabels", "spec.unhealthyPodEvictionPolicy spec.selector.matchExpressions"),
	"Service": newOutline("kind metadata.annotations spec.selector spec.sessionAffinity spec.publishNotReadyAddresses", `spec.sessionAffinityConfig spec.externalTrafficPolicy spec.internalTrafficPolicy
		spec.trafficDistribution spec.externalName spec.externalIPs spec.healthCheckNodePort`),
	"Ingress":         newOutline("kind metadata.annotations spec.defaultBackend.service.name spec.rules.http.paths.backend.service.name", "spec.defaultBackend.resource spec.rules.http.paths.backend.resource"),
	"DestinationRule": newOutline("kind spec", ""), // which visit reads
	"VirtualService":  newOutline("kind spec", ""),
	"HTTPRoute":       newOutline("kind spec", ""),
}

// account notes what of a document is not read.
func (d *document) account(kind string, into *reading) {
	d.at("kind")
	if d.root == nil {
		return
	}
	t := &tree{name: d.name, from: d.from, root: d.root, into: into}
	t.account(d.root, kind, "", outlines[kind])
	if notes := child(d.root, "metadata", "annotations"); notes != nil && slices.Contains(outlines[kind].read, "metadata.annotations") {
		t.annotations(notes, kind)
	}
	probed := false
	each(child(d.root, "spec", "template", "spec", "containers"), func(n *yaml.Node) {
		if p := child(n, "readinessProbe"); p != nil && probed {
			unsaid(into, d.name, t.at(p).Line, kind, "readinessProbe of a further container: that of the first counts")
		}
		probed = probed || child(n, "readinessProbe") != nil
	})
	each(child(d.root, "spec", "template", "spec", "topologySpreadConstraints"), func(n *yaml.Node) {
		if soft := child(n, "whenUnsatisfiable"); text(soft) == "ScheduleAnyway" {
			unsaid(into, d.name, t.at(soft).Line, kind, "whenUnsatisfiable: ScheduleAnyway, so that copies need not be spread")
		}
		if k := child(n, "topologyKey"); text(k) != "topology.kubernetes.io/zone" {
			unsaid(into, d.name, t.at(k).Line, kind, "topologySpreadConstraints over something else than zones")
		}
	})
	each(child(d.root, "spec", "metrics"), func(n *yaml.Node) {
		if k := child(n, "resource", "name"); k != nil && text(k) != "cpu" {
			unsaid(into, d.name, t.at(k).Line, kind, "metrics of another resource than cpu")
		}
	})
}

// forController begins annotations that controllers of load balancers read.
var forController = []string{"alb.ingress.kubernetes.io/", "service.beta.kubernetes.io/", "cloud.google.com/", "networking.gke.io/", "traefik.", "haproxy.org/", "haproxy-ingress.github.io/", "appgw.ingress.kubernetes.io/",
	"konghq.com/", "projectcontour.io/", "service.kubernetes.io/", "nginx.org/"}

// annotations notes those that say how requests are passed on, and are not read.
func (t *tree) annotations(n *yaml.Node, kind string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, line := n.Content[i].Value, t.at(n.Content[i]).Line
		name, ofNginx := strings.CutPrefix(key, "nginx.ingress.kubernetes.io/")
		begins := func(prefix string) bool { return strings.HasPrefix(key, prefix) }
		_, isRead := ingressKeys[name]
		switch {
		case ofNginx && isRead || key == "kubernetes.io/ingress.class":
		case ofNginx && slices.Contains(ingressUnsaid, name):
			unsaid(t.into, t.name, line, kind, "annotation", name)
		case ofNginx && slices.Contains(ingressBeside, name):
			beside(t.into, t.name, line, kind, "annotation", name)
		case ofNginx:
			unread(t.into, t.name, line, kind, "annotation", near(optionName(name, false), ingressUnsaid, ingressBeside, keysOf(ingressKeys)))
		case slices.ContainsFunc(forController, begins):
			unread(t.into, t.name, line, kind, "annotation", key)
		default:
			beside(t.into, t.name, line, kind, "annotation")
		}
	}
}

// Annotations of ingress-nginx (its documentation, 1.13).
var (
	ingressUnsaid = strings.Fields(`affinity-mode affinity-canary-behavior canary canary-weight canary-weight-total canary-by-header canary-by-header-value canary-by-header-pattern canary-by-cookie
		client-body-buffer-size custom-http-errors default-backend limit-connections limit-rps limit-rpm limit-rate limit-rate-after limit-burst-multiplier limit-allowlist limit-whitelist
		mirror-target mirror-request-body mirror-host proxy-buffering proxy-request-buffering proxy-send-timeout session-cookie-change-on-failure stream-snippet configuration-snippet server-snippet
		upstream-hash-by-subset upstream-hash-by-subset-size disable-proxy-intercept-errors`)
	ingressBeside = strings.Fields(`app-root auth-cache-key auth-cache-duration auth-keepalive auth-keepalive-share-vars auth-keepalive-requests auth-keepalive-timeout auth-method auth-proxy-set-headers auth-realm
		auth-request-redirect auth-response-headers auth-secret auth-secret-type auth-signin auth-signin-redirect-param auth-snippet auth-tls-error-page auth-tls-match-cn auth-tls-pass-certificate-to-upstream
		auth-tls-secret auth-tls-verify-client auth-tls-verify-depth auth-type auth-url auth-always-set-cookie backend-protocol connection-proxy-header cors-allow-credentials cors-allow-headers
		cors-allow-methods cors-allow-origin cors-expose-headers cors-max-age custom-headers denylist-source-range enable-access-log enable-cors enable-global-auth enable-modsecurity enable-opentelemetry
		enable-owasp-core-rules enable-rewrite-log force-ssl-redirect from-to-www-redirect http2-push-preload modsecurity-snippet modsecurity-transaction-id opentelemetry-trust-incoming-span
		opentelemetry-operation-name permanent-redirect permanent-redirect-code preserve-trailing-slash proxy-body-size proxy-buffer-size proxy-buffers-number proxy-busy-buffers-size proxy-cookie-domain
		proxy-cookie-path proxy-http-version proxy-max-temp-file-size proxy-redirect-from proxy-redirect-to proxy-ssl-ciphers proxy-ssl-name proxy-ssl-protocols proxy-ssl-secret proxy-ssl-server-name
		proxy-ssl-verify proxy-ssl-verify-depth relative-redirects rewrite-target satisfy secure-verify-ca-secret server-alias session-cookie-domain session-cookie-expires session-cookie-max-age
		session-cookie-name session-cookie-path session-cookie-samesite session-cookie-secure session-cookie-conditional-samesite-none ssl-ciphers ssl-passthrough ssl-prefer-server-ciphers ssl-redirect
		temporal-redirect temporal-redirect-code upstream-vhost use-regex whitelist-source-range x-forwarded-prefix`)
)
