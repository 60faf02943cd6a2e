// The Go client colinmarc/hdfs, unmodified: ADDRESS USER SCENARIO… Prints "ok SCENARIO" for each;
// anything else is a failure.
package main

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"time"

	"github.com/colinmarc/hdfs/v2"
)

func must(err error, what string) {
	if err != nil {
		fmt.Printf("FAILED %s: %v\n", what, err)
		os.Exit(1)
	}
}

func expect(condition bool, what string) {
	if !condition {
		must(errors.New("not as expected"), what)
	}
}

func data(length int, seed int64) []byte {
	block := make([]byte, length)
	rand.New(rand.NewSource(seed)).Read(block)
	return block
}

// closeWriter retries, as the Java client does inside: this one shows "replication in progress" to its caller.
func closeWriter(w *hdfs.FileWriter) error {
	var err error
	for i := 0; i < 50; i++ {
		if err = w.Close(); !hdfs.IsErrReplicating(err) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

func bigFile(c *hdfs.Client) {
	w, err := c.CreateFile("/go/big", 3, 128<<20, 0644)
	must(err, "create")
	chunk, sum := data(1<<20, 7), md5.New()
	for i := 0; i < 300; i++ {
		chunk[0] = byte(i)
		_, err = w.Write(chunk)
		must(err, "write")
		sum.Write(chunk)
	}
	must(closeWriter(w), "close")
	r, err := c.Open("/go/big")
	must(err, "open")
	seen := md5.New()
	n, err := io.Copy(seen, r)
	must(err, "read")
	expect(n == 300<<20, "length")
	expect(bytes.Equal(seen.Sum(nil), sum.Sum(nil)), "the same bytes")
	checksum, err := r.Checksum()
	must(err, "checksum")
	fmt.Printf("checksum %x\n", checksum)
}

func appendTwice(c *hdfs.Client) {
	all := data(1000, 1)
	w, err := c.Create("/go/append")
	must(err, "create")
	_, err = w.Write(all)
	must(err, "write")
	must(closeWriter(w), "close")
	for _, length := range []int{24, 513, 100000} {
		more := data(length, int64(length))
		w, err := c.Append("/go/append")
		must(err, "append")
		_, err = w.Write(more)
		must(err, "write")
		must(closeWriter(w), "close")
		all = append(all, more...)
		seen, err := c.ReadFile("/go/append")
		must(err, "read")
		expect(bytes.Equal(seen, all), "appended bytes")
	}
}

// hflush waits for a line on standard input while somebody else reads what was flushed; then the file
// becomes longer.
func hflush(c *hdfs.Client) {
	w, err := c.Create("/go/hflush")
	must(err, "create")
	_, err = io.WriteString(w, "flushed\n")
	must(err, "write")
	must(w.Flush(), "flush")
	fmt.Println("flushed")
	fmt.Scanln()
	_, err = io.WriteString(w, "closed\n")
	must(err, "write again")
	must(closeWriter(w), "close")
	seen, err := c.ReadFile("/go/hflush")
	must(err, "read")
	expect(string(seen) == "flushed\nclosed\n", "content")
}

func positional(c *hdfs.Client) {
	whole := data(101137, 2)
	w, err := c.Create("/go/positional")
	must(err, "create")
	_, err = w.Write(whole)
	must(err, "write")
	must(closeWriter(w), "close")
	r, err := c.Open("/go/positional")
	must(err, "open")
	part := make([]byte, 777)
	for _, offset := range []int64{0, 1, 511, 512, 5000, 100000} {
		_, err := r.ReadAt(part, offset)
		must(err, "ReadAt")
		expect(bytes.Equal(part, whole[offset:offset+777]), "range")
	}
}

func write(c *hdfs.Client, name, content string) {
	w, err := c.Create(name)
	must(err, "create")
	_, err = io.WriteString(w, content)
	must(err, "write")
	must(closeWriter(w), "close")
}

// renameOver: this client's only rename replaces what is there.
func renameOver(c *hdfs.Client) {
	write(c, "/go/from", "new")
	write(c, "/go/to", "old content")
	must(c.Rename("/go/from", "/go/to"), "rename over")
	seen, err := c.ReadFile("/go/to")
	must(err, "read")
	expect(string(seen) == "new", "the new content")
	_, err = c.Stat("/go/from")
	expect(os.IsNotExist(err), "the source is gone")
}

// namespace makes 1,000 small files and deletes the tree.
func namespace(c *hdfs.Client) {
	must(c.MkdirAll("/go/tree/a/b", 0755), "mkdir")
	for i := 0; i < 1000; i++ {
		write(c, fmt.Sprintf("/go/tree/a/f%d", i), fmt.Sprintf("file %d", i))
	}
	seen, err := c.ReadFile("/go/tree/a/f777")
	must(err, "read")
	expect(string(seen) == "file 777", "content")
	entries, err := c.ReadDir("/go/tree/a")
	must(err, "list")
	expect(len(entries) == 1001, "1,001 entries")
	must(c.Rename("/go/tree/a/f1", "/go/tree/g1"), "rename")
	_, err = c.Stat("/go/tree/a/f1")
	expect(os.IsNotExist(err), "the source is gone")
	must(c.Chmod("/go/tree/g1", 0600), "chmod")
	info, err := c.Stat("/go/tree/g1")
	must(err, "stat")
	expect(info.Mode().Perm() == 0600, "mode")
	_, err = c.Create("/go/tree/g1")
	expect(os.IsExist(err), "create over a file")
	expect(c.Remove("/go/tree") != nil, "a full directory stays")
	summary, err := c.GetContentSummary("/go/tree")
	must(err, "content summary")
	expect(summary.FileCount() == 1000, "1,000 files")
	must(c.RemoveAll("/go/tree"), "remove")
	_, err = c.Stat("/go/tree")
	expect(os.IsNotExist(err), "the tree is gone")
}

func main() {
	client, err := hdfs.NewClient(hdfs.ClientOptions{Addresses: []string{os.Args[1]}, User: os.Args[2]})
	must(err, "connect")
	must(client.MkdirAll("/go", 0755), "mkdir")
	scenarios := map[string]func(*hdfs.Client){"bigFile": bigFile, "append": appendTwice, "hflush": hflush,
		"positional": positional, "renameOver": renameOver, "namespace": namespace}
	for _, name := range os.Args[3:] {
		scenarios[name](client)
		fmt.Println("ok", name)
	}
}
