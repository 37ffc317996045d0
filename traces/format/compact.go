package format

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"time"
)

// The compact trace holds records in order of time, in blocks that can be read
// by themselves. Numbers are little-endian; "uvarint" is that of
// encoding/binary.
//
//	magic   8 bytes: 89 'F' 'S' 'T' 0d 0a 1a and the version, 1
//	header  flags, 1 byte: 1 = records are counts of intervals
//	        interval, 8 bytes: resolution of the stamps in ns
//	        CRC-32C of the 9 bytes before, 4 bytes
//	blocks  each a head of 32 bytes and its payload
//	          stored length of the payload, 4    length unpacked, 4
//	          records, 4                         CRC-32C of head (but this) and payload, 4
//	          stamp of the first record, 8       stamp of the last, 8
//	        the payload is zstd of the columns
//	index   blocks: uvarint count, then for each
//	          uvarint offset, records, first stamp, last stamp
//	        classes: uvarint count, then for each
//	          uvarint length, name; numbers count from 1
//	footer  offset of the index, 8    its length, 4    its CRC-32C, 4
//	        records, 8
//	        SHA-256 of everything before, 32
//	        'F' 'S' 'T' 'E' 'N' 'D' 0d 0a
//
// A column is 0 and one uvarint that all records share, or 1 and a uvarint
// each, or (of clients) 2 and 8 bytes each. The columns are: time since the
// record before (for the first: since the head's first stamp), requests,
// flags (1 = has a client, 2 = bytes are known), client, bytes, duration+1, status, class, and the
// zone's offset in seconds, zigzag.
//
// Which object a request asked for is left out.
//
// A footer that is not there, or a checksum that is wrong, is a file cut short
// or damaged, and refused as a whole.
const (
	compactMagic   = "\x89FST\r\n\x1a"
	compactVersion = 1
	compactEnd     = "FSTEND\r\n"

	headerSize    = 8 + 9 + 4
	blockHeadSize = 32
	footerSize    = 8 + 4 + 4 + 8 + 32 + 8

	// blockRecords is how many records a block holds: few enough to seek to a
	// moment of a busy trace, and enough for zstd to find what repeats.
	blockRecords = 1 << 14
	// maxRecordBytes is what a record can take in a block, unpacked: eight
	// uvarints of at most 10 bytes and a client.
	maxRecordBytes = 9*10 + 8
	maxBlockBytes  = blockRecords*maxRecordBytes + 4096 // zstd adds a little to what it cannot pack

	flagCounts = 1
)

var crcTable = crc32.MakeTable(crc32.Castagnoli)

func isCompact(head []byte) bool { return bytes.HasPrefix(head, []byte(compactMagic)) }

// blockEntry is what the index says of a block.
type blockEntry struct{ offset, records, first, last int64 }

// compactError says where a compact trace is damaged, and how.
func compactError(offset int64, format string, args ...any) error {
	return &InputError{Reason: fmt.Sprintf("at byte %d: ", offset) + fmt.Sprintf(format, args...)}
}

// CompactShape is what all records of a compact trace have in common.
type CompactShape struct {
	// Counts reports that a record is an interval with a number of requests.
	Counts bool
	// Interval is the resolution of the stamps: that of Info.
	Interval time.Duration
}

func (s CompactShape) header() []byte {
	b := append([]byte(compactMagic), compactVersion)
	var flags byte
	if s.Counts {
		flags |= flagCounts
	}
	b = append(b, flags)
	b = binary.LittleEndian.AppendUint64(b, uint64(s.Interval))
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[8:], crcTable))
}
