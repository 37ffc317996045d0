package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"failsim/results"
)

// read reads a result.
func read(file File) (*result, error) {
	r := &result{}
	content := map[string][]byte{}
	for _, name := range Files {
		data, err := file(name)
		if err != nil && (name == Files[0] || !errors.Is(err, fs.ErrNotExist)) {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		content[name] = data
	}
	r.raw, r.scenario = content["summary.json"], content["scenario.yaml"]
	if err := json.Unmarshal(r.raw, &r.summary); err != nil {
		return nil, fmt.Errorf("summary.json: %w", err)
	}
	if len(r.Incidents) == 0 || len(r.Incidents[0].Designs) == 0 {
		return nil, errors.New("summary.json: it holds no incident with a design")
	}
	if data := content["manifest.json"]; data != nil {
		m, err := results.ReadManifest(data)
		if err != nil {
			return nil, err
		}
		r.manifest = &m
	}
	for _, part := range []struct {
		name string
		read func(*table) error
	}{{"timeline.csv", r.readTimeline}, {"failures.csv", r.readFailures}, {"seconds.csv", r.readSeconds}, {"lost.csv", r.readLost}, {"replications.csv", r.readReplications}} {
		if err := readTable(part.name, content[part.name], part.read); err != nil {
			return nil, err
		}
	}
	var err error
	r.Answers, err = readAnswers(content)
	return r, err
}
