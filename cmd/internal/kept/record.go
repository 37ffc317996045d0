package kept

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// A record is two lengths (of the run's name as JSON, of its bytes), a checksum of
// both, and both. One without a name ends a shard: it says how many runs there are.
const recordHead = 12

// mostRecord bounds what a record may take, so that a damaged length asks for no
// memory: a run of a year takes some MB.
const mostRecord = 1 << 28

var (
	errLength   = errors.New("the length of a record is damaged")
	errChecksum = errors.New("a record is damaged: its checksum is another")
)

// record makes one.
func record(name, data []byte) []byte {
	r := make([]byte, 0, recordHead+len(name)+len(data))
	r = binary.LittleEndian.AppendUint32(r, uint32(len(name)))
	r = binary.LittleEndian.AppendUint32(r, uint32(len(data)))
	sum := crc32.Update(crc32.ChecksumIEEE(name), crc32.IEEETable, data)
	r = binary.LittleEndian.AppendUint32(r, sum)
	return append(append(r, name...), data...)
}

// readRecord reads one. After errChecksum the next may be whole; after errLength,
// as of zeros that a power cut left, nothing is.
func readRecord(in io.Reader) (name, data []byte, err error) {
	var head [recordHead]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, nil, err
	}
	n, m := binary.LittleEndian.Uint32(head[:]), binary.LittleEndian.Uint32(head[4:])
	if n > mostRecord || m > mostRecord || m == 0 {
		return nil, nil, errLength
	}
	both := make([]byte, n+m)
	if _, err := io.ReadFull(in, both); err != nil {
		return nil, nil, io.ErrUnexpectedEOF
	}
	if crc32.ChecksumIEEE(both) != binary.LittleEndian.Uint32(head[8:]) {
		err = errChecksum
	}
	return both[:n], both[n:], err
}
