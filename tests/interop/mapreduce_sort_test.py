"""Random writers, sort and join, ours beside Apache's: the same SequenceFiles but for their random markers."""
import random
import unittest

from mapreduce_parties import MapReduceParties

TEXT = "org.apache.hadoop.io.Text"
PAIRS = ["-inFormat", "org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat", "-outKey", TEXT, "-outValue", TEXT]


class MapReduceSortTest(MapReduceParties):
    def give_to_apache(self, directory):
        """Copies what our program wrote, which is random, into Apache's folder."""
        (self.folder / "apache" / directory).mkdir()
        for path in (self.folder / "ours" / directory).iterdir():
            if not path.name.startswith((".", "_")):
                (self.folder / "apache" / directory / path.name).write_bytes(path.read_bytes())

    def random(self, program, prefix, directory, *options):
        done = self.run_as("ours", program, f"-Dmapreduce.{prefix}.bytespermap=150000",
                           f"-Dmapreduce.{prefix}.totalbytes=300000", *options, directory)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Running 2 maps.", done.stdout)
        files = self.files("ours", directory)
        self.assertEqual(sorted(files), ["_SUCCESS", "part-m-00000", "part-m-00001"])
        for name in ("part-m-00000", "part-m-00001"):
            self.assertGreaterEqual(len(files[name]), 150_000)

    def test_random_bytes_are_sorted(self):
        self.random("randomwriter", "randomwriter", "bytes")
        self.give_to_apache("bytes")
        ours, apaches = self.both("sort", "-r", "2", "bytes", "sorted")
        self.assertEqual(ours.splitlines()[0].replace("/ours/", "/apache/"), apaches.splitlines()[0].replace("/ours/", "/apache/"))
        self.assert_same("sorted")
        self.both("sort", "bytes", "copied")  # a local job has no reduces unless they are asked for
        self.assert_same("copied")

    def test_random_words_are_sorted_over_all_reduces(self):
        self.random("randomtextwriter", "randomtextwriter", "words")
        self.give_to_apache("words")
        self.both("sort", "-r", "3", "-outKey", TEXT, "-outValue", TEXT, "words", "sorted")
        self.assert_same("sorted")
        done = self.run_as("ours", "sort", "-r", "3", "-outKey", TEXT, "-outValue", TEXT, "-outFormat",
                           "org.apache.hadoop.mapreduce.lib.output.TextOutputFormat", "-totalOrder", "0.9", "500", "10",
                           "words", "total")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        lines = [line for name, text in sorted(self.files("ours", "total").items()) if name.startswith("part")
                 for line in text.decode().splitlines()]
        self.assertEqual(lines, sorted(lines))
        self.assertGreater(len(lines), 500)

    def test_join(self):
        chance = random.Random(8)
        for source in ("left", "right", "third"):
            pairs = [f"{chance.choice('abcdefghijklmnop')}{chance.randrange(3)}\t{source}{i}" for i in range(40)]
            self.write_both(f"{source}.txt", "\n".join(pairs).encode())
            done = self.run_as("ours", "sort", "-r", "2", *PAIRS, f"{source}.txt", source)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.give_to_apache(source)
        for operation in ("inner", "outer"):
            self.both("join", "-r", "0", "-joinOp", operation, "-outKey", TEXT, "left", "right", "third", operation)
            self.assertEqual(len(self.assert_same(operation)), 3)
        self.both("join", "-r", "0", "-joinOp", "override", "-outKey", TEXT, "-outValue", TEXT, "left", "right", "over")
        self.assert_same("over")
        self.both("join", "-r", "0", "-outKey", TEXT, "-outFormat",
                  "org.apache.hadoop.mapreduce.lib.output.TextOutputFormat", "left", "right", "text")
        self.assert_same("text")


if __name__ == "__main__":
    unittest.main()
