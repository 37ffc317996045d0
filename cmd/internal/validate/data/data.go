// Package data holds the oracles that travel with the tool.
package data

import "embed"

// Files are the oracles, one file a topic; README.md says where they come from.
//
//go:embed *.json
var Files embed.FS
