package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"failsim/traces"
	maker "failsim/traces/make"
)

func newTraceAnonymise() *cobra.Command {
	var read reading
	var write writing
	var key, keyFile string
	var classes bool
	c := &cobra.Command{
		Use:     "anonymise FILE...",
		Aliases: []string{"anonymize"},
		Short:   "Write a trace that can be given away: clients hashed with a secret key",
		Long: `Write a trace without what identifies clients and what they asked for. A client becomes a
pseudonym, the first 64 bits of HMAC-SHA-256 under a key: the same client and key
give the same pseudonym, another key gives others. Users, referrers, user agents,
paths and query strings are dropped. Time, method, status, bytes and duration stay.

Without --key or --key-file a key is drawn and printed on standard error: keep it
to give the same clients the same pseudonyms in another trace, or forget it. Anyone
with the key can find a client by trying every address. Times stay to the nanosecond:
anyone who knows when a client sent a request may find it by that.

Memory is bounded: see failsim trace info --help.`,
		Example: `  failsim trace anonymise access.log.gz -o public.log.zst
  failsim trace anonymise march.log april.log --key-file secret -o public.fst
  failsim trace anonymise access.log --fields class=path:1 --classes -o sections.fst`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := write.check(args...); err != nil {
				return err
			}
			secret, note, err := anonymiseKey(key, keyFile)
			if err != nil {
				return err
			}
			// The hash beneath may have any key: it is never seen.
			source, err := read.open(0, args)
			if err != nil {
				return err
			}
			target, err := write.target()
			if err != nil {
				return err
			}
			f, err := flowOf(source, traces.Span{}, target, false)
			if err != nil {
				return err
			}
			f.Stream = maker.Anonymise(f.Stream, secret, classes)
			if note != "" {
				f.notes = append(f.notes, note)
			}
			return write.write(c, f)
		},
	}
	read.add(c.Flags())
	read.addSpread(c.Flags())
	write.add(c, "as")
	f := c.Flags()
	f.StringVar(&key, "key", "", "the `secret` key, of at least 16 bytes; others on this machine may see it, so rather --key-file")
	f.StringVar(&keyFile, "key-file", "", "`file` that holds the secret key")
	f.BoolVar(&classes, "classes", false, "keep classes that are no methods, such as paths, up to a query; see --fields")
	return c
}

// leastKey is how long a key is at least: 16 bytes, if they are random, are too
// many to try.
const leastKey = 16

// anonymiseKey returns the key, and what to say of it.
func anonymiseKey(key, file string) (secret []byte, note string, err error) {
	switch {
	case key != "" && file != "":
		return nil, "", usage("either --key or --key-file")
	case key != "":
		secret = []byte(key)
	case file != "":
		if secret, err = readKey(file); err != nil {
			return nil, "", usage("--key-file %s: %w", file, err)
		}
	default:
		drawn := make([]byte, leastKey)
		if _, err := rand.Read(drawn); err != nil {
			return nil, "", err
		}
		text := hex.EncodeToString(drawn)
		return []byte(text), "--key " + text + " gives the same pseudonyms again", nil
	}
	if len(secret) < leastKey {
		return nil, "", usage("the key has %d bytes: at least %d, lest it be found by trying", len(secret), leastKey)
	}
	return secret, "", nil
}

// mostKey is how long a file with a key may be. Keys are some 100 bytes; what
// is longer is another file.
const mostKey = 4 << 10

// readKey reads a key from a regular file, without the blanks around it.
func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path) // before it is opened: opening a pipe waits
	var system *fs.PathError
	switch {
	case errors.As(err, &system):
		return nil, system.Err
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file")
	case info.Size() > mostKey:
		return nil, fmt.Errorf("%d bytes: a key has at most %d", info.Size(), mostKey)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	key, err := io.ReadAll(io.LimitReader(file, mostKey))
	return bytes.TrimSpace(key), err
}
