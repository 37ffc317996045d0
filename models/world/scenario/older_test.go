package scenario

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"failsim/models/file"
	"failsim/strategies"

	"github.com/stretchr/testify/assert"
)

// A file whose base says a key by its older name is laid over it by the name of now.
func TestEveryRenamedKeyIsKnownToThoseThatBuildOnOthers(t *testing.T) {
	older := olderKeys(strategies.All())
	n := 0
	everyKey(Describe(nil, strategies.All()), "", map[*file.Shape]bool{}, func(at string, k *file.Key) {
		if k.Was != "" {
			n++
			assert.True(t, slices.Contains(older[k.Was], filepath.Base(at)), "%s was %s: olderKeys in base.go", at, k.Was)
		}
	})
	assert.Greater(t, n, 5)
}

// Items of a list that have a name can be changed one by one by a file that builds on another.
func TestEveryListOfNamedItemsIsKnownToThoseThatBuildOnOthers(t *testing.T) {
	n := 0
	named := Bases(nil).building(strategies.All()).Name
	everyKey(Describe(nil, strategies.All()), "", map[*file.Shape]bool{}, func(at string, k *file.Key) {
		if k.Of == nil || k.Of.Item == nil {
			return
		}
		item := strings.TrimSuffix(filepath.Base(at), "s") // providers: [{provider: aws}]
		if slices.ContainsFunc(k.Of.Item.Keys, func(of *file.Key) bool { return of.Name == item }) {
			n++
			assert.Equal(t, item, named[filepath.Base(at)], "%s: Name in building, base.go", at)
		}
	})
	assert.Greater(t, n, 15)
}
