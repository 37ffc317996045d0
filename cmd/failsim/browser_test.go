package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browser is Chromium without a window, asked over a pipe (DevTools protocol).
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	next    int
	session string
	events  []event
}

type event struct {
	Method string
	Params json.RawMessage
}

// newBrowser starts Chromium, or skips the test where there is none;
// FAILSIM_BROWSER=must fails it instead.
func newBrowser(t *testing.T) *browser {
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("FAILSIM_BROWSER") == "must" {
			t.Fatal(err)
		}
		t.Skip("there is no chromium")
	}
	// Its processes go on writing for a moment when it has closed, so the folder is
	// not one of those that the test must leave empty at once.
	profile, err := os.MkdirTemp("", "failsim-browser-*")
	require.NoError(t, err)
	theirs, to, err := os.Pipe()
	require.NoError(t, err)
	from, answers, err := os.Pipe()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	c := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--remote-debugging-pipe", "--window-size=1200,900", "--user-data-dir="+profile)
	c.ExtraFiles = []*os.File{theirs, answers}
	require.NoError(t, c.Start())
	_ = theirs.Close()
	_ = answers.Close()
	b := &browser{t: t, to: to, from: bufio.NewReader(from)}
	t.Cleanup(func() {
		b.session = ""
		b.ask("Browser.close", nil)
		_ = c.Wait() // at most until the context ends
		cancel()
		for range 50 {
			if os.RemoveAll(profile) == nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	var made struct{ TargetID string }
	b.into(&made, b.ask("Target.createTarget", map[string]any{"url": "about:blank"}))
	var attached struct{ SessionID string }
	b.into(&attached, b.ask("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}))
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.ask(domain+".enable", nil)
	}
	return b
}

func (b *browser) into(value any, result json.RawMessage) {
	b.t.Helper()
	require.NoError(b.t, json.Unmarshal(result, value))
}

// ask sends a command and waits for its answer; what happens meanwhile is kept.
func (b *browser) ask(method string, params map[string]any) json.RawMessage {
	b.t.Helper()
	b.next++
	message := map[string]any{"id": b.next, "method": method}
	if params != nil {
		message["params"] = params
	}
	if b.session != "" {
		message["sessionId"] = b.session
	}
	data, err := json.Marshal(message)
	require.NoError(b.t, err)
	_, err = b.to.Write(append(data, 0))
	require.NoError(b.t, err)
	for {
		var m struct {
			event
			ID     int
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		b.into(&m, b.read())
		if m.ID == b.next {
			if m.Error != nil {
				require.Fail(b.t, method+": "+m.Error.Message)
			}
			return m.Result
		}
		b.events = append(b.events, m.event)
	}
}

func (b *browser) read() []byte {
	b.t.Helper()
	data, err := b.from.ReadBytes(0)
	require.NoError(b.t, err)
	return data[:len(data)-1]
}

// open opens a file and waits until it is there.
func (b *browser) open(path string) {
	b.t.Helper()
	b.ask("Page.navigate", map[string]any{"url": "file://" + path})
	for !b.happened("Page.loadEventFired") {
		var e event
		b.into(&e, b.read())
		b.events = append(b.events, e)
	}
}

func (b *browser) happened(method string) bool { return len(b.all(method)) > 0 }

func (b *browser) all(method string) (list []string) {
	for _, e := range b.events {
		if e.Method == method {
			list = append(list, string(e.Params))
		}
	}
	return list
}

// value evaluates a script.
func (b *browser) value(script string, value any) {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.into(&r, b.ask("Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true, "awaitPromise": true}))
	require.Empty(b.t, string(r.ExceptionDetails), script)
	b.into(value, r.Result.Value)
}

// press presses a key.
func (b *browser) press(key string, code int) {
	b.t.Helper()
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		b.ask("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code})
	}
}

// picture keeps a screenshot where FAILSIM_SCREENSHOTS says, if it says so.
func (b *browser) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("FAILSIM_SCREENSHOTS")
	if folder == "" {
		return
	}
	var shot struct{ Data string }
	b.into(&shot, b.ask("Page.captureScreenshot", map[string]any{"captureBeyondViewport": true}))
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+".png"), data, 0o600))
}

func TestThePageWorksInABrowser(t *testing.T) {
	b := newBrowser(t)
	out := outIn(t)
	failsim("compare", tiny, "--out", out, "--replications", "2").requireDone(t)
	b.open(filepath.Join(out, "report.html"))

	var n int
	b.value(`document.querySelectorAll(".plot canvas").length`, &n)
	assert.GreaterOrEqual(t, n, 6, "charts are drawn: three at least for each of two incidents")
	b.value(`document.querySelectorAll(".strip svg rect[fill]").length`, &n)
	assert.Positive(t, n, "and the strip of regions")
	assert.Empty(t, b.all("Runtime.exceptionThrown"), "no script fails")
	assert.Empty(t, b.all("Runtime.consoleAPICalled"), "and none complains")
	assert.Empty(t, b.all("Log.entryAdded"), "nor does the browser")
	for _, request := range b.all("Network.requestWillBeSent") {
		var r struct{ Request struct{ URL string } }
		require.NoError(t, json.Unmarshal([]byte(request), &r))
		assert.True(t, strings.HasPrefix(r.Request.URL, "file://"+out) || strings.HasPrefix(r.Request.URL, "data:"), "no request leaves the page: %s", r.Request.URL)
	}

	var missing []string
	b.value(`[...document.querySelectorAll("input,select,button")].filter(e => !(e.labels && e.labels.length && e.labels[0].textContent.trim()) && !e.textContent.trim()).map(e => e.outerHTML)`, &missing)
	assert.Empty(t, missing, "whoever hears the page hears what each control is")
	b.value(`[...document.querySelectorAll("svg")].filter(e => !e.closest("[role=img]") || !e.closest("[aria-label]")).map(e => e.outerHTML.slice(0, 80))`, &missing)
	assert.Empty(t, missing, "and what each drawing shows")
	b.value(`[...document.querySelectorAll("th")].filter(e => !e.scope).map(e => e.textContent)`, &missing)
	assert.Empty(t, missing, "and of what a cell is")
	b.value(`[...document.querySelectorAll("h1,h2,h3")].map(e => +e.tagName[1]).filter((n, i, all) => i > 0 && n > all[i-1] + 1).map(String)`, &missing)
	assert.Empty(t, missing, "headings do not skip a level")

	b.ask("Emulation.setDeviceMetricsOverride", map[string]any{"width": 1300, "height": 900, "deviceScaleFactor": 1, "mobile": false})
	b.value(`[...document.querySelectorAll(".scroll")].filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent.slice(0, 80))`, &missing)
	assert.Empty(t, missing, "on 1300 pixels no table is cut")
	b.ask("Emulation.clearDeviceMetricsOverride", nil)

	var before, after string
	b.value(`document.querySelector(".when input").focus(), document.querySelector(".now").textContent`, &before)
	for range 12 {
		b.press("ArrowRight", 39)
	}
	b.value(`document.querySelector(".now").textContent`, &after)
	assert.NotEqual(t, before, after, "the keyboard moves through time")
	var shown []bool
	b.value(`document.querySelector(".designs input").focus(), []`, &shown)
	b.press(" ", 32)
	b.value(`[...document.querySelectorAll(".designs input")].map(e => e.checked)`, &shown)
	assert.Contains(t, shown, false, "and takes a design away")

	// Seconds are drawn when the button asks for them, and figures are read from them.
	var points [2]int
	b.value(`(async () => {
		const n = () => Math.max(0, ...[...document.querySelectorAll("section.incident")].map(s => s.querySelectorAll(".zoom button").length));
		const button = [...document.querySelectorAll(".zoom button")].find(e => e.textContent.startsWith("Seconds near"));
		if (!button) return [n(), 0];
		const canvas = button.closest("section").querySelector(".plot canvas"), before = canvas.toDataURL();
		button.click();
		await new Promise(done => setTimeout(done, 200));
		return [n(), +(canvas.toDataURL() !== before)];
	})()`, &points)
	assert.GreaterOrEqual(t, points[0], 2, "the whole run, and seconds near the fault")
	assert.Equal(t, 1, points[1], "the button zooms")

	b.picture("report-light")
	b.ask("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": "dark"}}})
	var background string
	b.value(`new Promise(done => requestAnimationFrame(() => done(getComputedStyle(document.body).backgroundColor)))`, &background)
	assert.Equal(t, "rgb(13, 17, 23)", background, "dark where the reader's screen is")
	b.picture("report-dark")
	assert.Empty(t, b.all("Runtime.exceptionThrown"))
}
