package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

const (
	etcdURL   = "http://127.0.0.1:12379"
	etcdPeer  = "http://127.0.0.1:12380"
	apiPort   = "16443"
	testToken = "not-a-secret"
)

// cluster are the servers, on loopback.
type cluster struct {
	work    string
	config  *rest.Config
	client  *kubernetes.Clientset
	running []*exec.Cmd
}

// begin starts one server; its log lies in the working folder.
func (c *cluster) begin(program string, args ...string) error {
	log, err := os.Create(filepath.Join(c.work, filepath.Base(program)+".log"))
	if err != nil {
		return err
	}
	p := exec.Command(program, args...)
	p.Dir, p.Stdout, p.Stderr = c.work, log, log
	if err := p.Start(); err != nil {
		return err
	}
	c.running = append(c.running, p)
	return nil
}

func (c *cluster) stop() {
	for i := len(c.running) - 1; i >= 0; i-- {
		_ = c.running[i].Process.Kill()
		_ = c.running[i].Wait()
	}
}

// start starts etcd, the API server and the job controller, and waits until they answer.
func (c *cluster) start(ctx context.Context, bin, etcd string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	keyFile, tokens, kubeconfig := filepath.Join(c.work, "accounts.key"), filepath.Join(c.work, "tokens.csv"), filepath.Join(c.work, "kubeconfig")
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(keyFile, text, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(tokens, []byte(testToken+",admin,admin,system:masters\n"), 0o600); err != nil {
		return err
	}
	if err := c.begin(etcd, "--data-dir", filepath.Join(c.work, "etcd"), "--listen-client-urls", etcdURL, "--advertise-client-urls", etcdURL,
		"--listen-peer-urls", etcdPeer, "--initial-advertise-peer-urls", etcdPeer, "--initial-cluster", "default="+etcdPeer); err != nil {
		return err
	}
	if err := c.begin(filepath.Join(bin, "kube-apiserver"), "--etcd-servers", etcdURL, "--secure-port", apiPort, "--bind-address", "127.0.0.1",
		"--cert-dir", filepath.Join(c.work, "certificates"), "--service-cluster-ip-range", "10.0.0.0/24", "--token-auth-file", tokens, "--authorization-mode", "RBAC",
		"--service-account-issuer", "https://kubernetes.default.svc", "--service-account-key-file", keyFile, "--service-account-signing-key-file", keyFile,
		"--disable-admission-plugins", "ServiceAccount"); err != nil {
		return err
	}
	c.config = &rest.Config{Host: "https://127.0.0.1:" + apiPort, BearerToken: testToken, TLSClientConfig: rest.TLSClientConfig{Insecure: true}}
	if c.client, err = kubernetes.NewForConfig(c.config); err != nil {
		return err
	}
	if err := until(ctx, 2*time.Minute, "the API server is ready", func() (bool, error) {
		return c.client.RESTClient().Get().AbsPath("/readyz").Do(ctx).Error() == nil, nil
	}); err != nil {
		return err
	}
	if err := clientcmd.WriteToFile(api.Config{CurrentContext: "it",
		Clusters:  map[string]*api.Cluster{"it": {Server: c.config.Host, InsecureSkipTLSVerify: true}},
		AuthInfos: map[string]*api.AuthInfo{"it": {Token: testToken}},
		Contexts:  map[string]*api.Context{"it": {Cluster: "it", AuthInfo: "it"}}}, kubeconfig); err != nil {
		return err
	}
	return c.begin(filepath.Join(bin, "kube-controller-manager"), "--kubeconfig", kubeconfig, "--controllers", "job-controller", "--leader-elect=false", "--secure-port", "0")
}

// until waits for something.
func until(ctx context.Context, limit time.Duration, what string, is func() (bool, error)) error {
	for end := time.Now().Add(limit); ; {
		ok, err := is()
		switch {
		case err != nil:
			return err
		case ok:
			return nil
		case time.Now().After(end):
			return fmt.Errorf("after %s it is not so that %s", limit, what)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(200 * time.Millisecond):
		}
	}
}
