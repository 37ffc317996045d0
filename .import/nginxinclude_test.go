package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
)

// laid reads files that lie in a folder; only some of them are named.
func laid(t *testing.T, content map[string]string, named ...string) (*config.Reading, string) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range content {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	var paths []string
	for _, name := range named {
		paths = append(paths, filepath.Join(folder, name))
	}
	r, err := files{given: paths, read: os.ReadFile, glob: filepath.Glob}.all()
	require.NoError(t, err)
	return r, folder
}

const (
	mainNginx = `http {
  include mime.types;
  include proxy.conf;
  include /etc/nginx/conf.d/*.conf;
  server { listen 8080; location / { proxy_pass http://app; } }
}
`
	ofProxy = "proxy_read_timeout 7s;\n"
	ofPool  = "upstream app {\n  server 10.0.0.1:80 max_fails=2;\n  server 10.0.0.2:80;\n}\n"
)

// A value has the line of the file that says it, and holds where the include stands.
func TestNginxTakesInWhatLiesBesideIt(t *testing.T) {
	r, folder := laid(t, map[string]string{"nginx/nginx.conf": mainNginx, "nginx/proxy.conf": ofProxy, "nginx/conf.d/app.conf": ofPool}, "nginx/nginx.conf")
	require.Len(t, r.Layers, 1)
	app := r.Layers[0]
	assert.Equal(t, config.Value{Text: "7s", Place: config.Place{File: filepath.Join(folder, "nginx/proxy.conf"), Line: 1}}, app.Values["proxy_read_timeout"])
	assert.Equal(t, filepath.Join(folder, "nginx/conf.d/app.conf")+":2", app.Servers[0].Values["max_fails"].Place.String())
	assert.Equal(t, "8080", app.Values["listens"].Text)
	assert.Equal(t, filepath.Join(folder, "nginx/nginx.conf"), app.Proxy, "one nginx runs both files")
	assert.Empty(t, r.Unread)
}

// Files that are named are found wherever they lie, and are not read once more by
// themselves; a snippet is no kind of file, but for whoever includes it.
func TestNginxTakesInWhatIsNamed(t *testing.T) {
	for _, order := range [][]string{{"a/nginx.conf", "b/proxy.conf", "c/app.conf"}, {"c/app.conf", "b/proxy.conf", "a/nginx.conf"}} {
		r, _ := laid(t, map[string]string{"a/nginx.conf": mainNginx, "b/proxy.conf": ofProxy, "c/app.conf": ofPool}, order...)
		require.Len(t, r.Layers, 1)
		assert.Len(t, r.Layers[0].Servers, 2)
		assert.Equal(t, "7s", r.Layers[0].Values["proxy_read_timeout"].Text)
		assert.Empty(t, r.Unread)
	}
}

// Another nginx with a file of its own, and files of other programs, are none of those
// that a pattern without a folder means.
func TestAPatternMeansPartsOfNginxAlone(t *testing.T) {
	r, folder := laid(t, map[string]string{"nginx.conf": mainNginx, "proxy.conf": ofProxy, "unbound.conf": "server:\n  cache-min-ttl: 90\n",
		"nginx-edge.conf": "events { }\nhttp { upstream edge { server 10.9.0.1:80; server 10.9.0.2:80; } }\n"}, "nginx.conf", "nginx-edge.conf", "unbound.conf")
	assert.Len(t, r.Layers, 3)
	assert.Equal(t, []config.Unread{at(filepath.Join(folder, "nginx.conf"), 4, notHad)}, r.Unread)
}

const notHad = "include (no such file beside nginx.conf, nor among those that are named: name what it takes in as well)"

func TestWhatNginxCannotTakeInIsTold(t *testing.T) {
	r, folder := laid(t, map[string]string{"nginx.conf": "http {\n  include ../../etc/passwd;\n  include sites/*.conf;\n  include self.conf;\n}\n", "self.conf": "include self.conf;\n"}, "nginx.conf")
	assert.Equal(t, []config.Unread{at(filepath.Join(folder, "self.conf"), 1, "include (it takes itself in)"),
		at(filepath.Join(folder, "nginx.conf"), 2, notHad), at(filepath.Join(folder, "nginx.conf"), 3, notHad)}, r.Unread)
}

// A file in many places is told once, and each of its lines counts where it stands.
func TestWhatIsTakenInTwiceIsToldOnce(t *testing.T) {
	r, folder := laid(t, map[string]string{"nginx.conf": `http {
  upstream a { server 10.0.0.1:80; }
  upstream b { server 10.0.0.2:80; }
  server { location /a { include proxy.conf; proxy_pass http://a; } location /b { include proxy.conf; proxy_pass http://b; } }
}
`, "proxy.conf": "proxy_read_timeout 9s;\nfrobnicate on;\n"}, "nginx.conf")
	assert.Equal(t, []config.Unread{at(filepath.Join(folder, "proxy.conf"), 2, "frobnicate")}, r.Unread)
	assert.Equal(t, "9s", r.Layers[0].Values["proxy_read_timeout"].Text)
	assert.Equal(t, "9s", r.Layers[1].Values["proxy_read_timeout"].Text)
}

func TestWhatIsWrongInAFileThatIsTakenInIsToldByItsLine(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"nginx.conf": "http {\n  include app.conf;\n}\n", "app.conf": "upstream app {\n  server a;\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666))
	}
	_, err := files{given: []string{filepath.Join(folder, "nginx.conf")}, read: os.ReadFile, glob: filepath.Glob}.all()
	require.Error(t, err)
	assert.Contains(t, err.Error(), filepath.Join(folder, "app.conf")+":")
}
