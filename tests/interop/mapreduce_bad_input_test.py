"""What Hadoop's users do wrong, done to ours and to Apache's, in one process each: inputs that end early, codecs that
do not exist, paths that should or should not be there. The same exit codes and, of what is said, the same reasons;
and libraries that are none."""
import gzip
import os
import subprocess
import tempfile
import unittest

from apache import CLIENT_FLAGS, FLAGS
from mapreduce_parties import MapReduceParties, jars
from mini_cluster import BIN


class BadInputTest(MapReduceParties):
    def run_as(self, maker, *arguments):
        (self.folder / "conf/log4j.properties").write_text(
            "log4j.rootLogger=INFO,A\nlog4j.appender.A=org.apache.log4j.ConsoleAppender\n"
            "log4j.appender.A.target=System.err\nlog4j.appender.A.layout=org.apache.log4j.PatternLayout\n"
            "log4j.appender.A.layout.ConversionPattern=%p %c{2}: %m%n\n")
        if maker == "ours":
            return super().run_as(maker, *arguments)
        command = ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{self.folder}/conf:{jars()}/*",
                   "org.apache.hadoop.examples.ExampleDriver", *arguments]
        return subprocess.run([str(part) for part in command], cwd=self.folder / maker, text=True, check=False,
                              capture_output=True, timeout=100, env=os.environ | {"TZ": "UTC"})

    def both_say(self, code, reason, *arguments):
        for maker in ("ours", "apache"):
            done = self.run_as(maker, *arguments)
            self.assertEqual(done.returncode, code, f"{maker} {arguments}: {done.stdout}{done.stderr}")
            self.assertRegex(done.stdout + done.stderr, reason, f"{maker} {arguments}")
            out = self.folder / maker / arguments[-1]
            self.assertFalse((out / "_SUCCESS").exists(), maker)

    def test_a_gzip_file_that_ends_early(self):
        text = "".join(f"line {number} of many\n" for number in range(20_000)).encode()
        self.write_both("in/a.gz", gzip.compress(text)[:-2000])
        self.both_say(1, "java.io.EOFException: Unexpected end of input stream", "wordcount", "in", "out")

    def test_a_sequence_file_that_ends_early(self):
        made = self.run_as("ours", "randomtextwriter", "-Dmapreduce.randomtextwriter.totalbytes=20000",
                           "-Dmapreduce.randomtextwriter.bytespermap=20000", "made")
        self.assertEqual(made.returncode, 0, made.stderr)
        content = (self.folder / "ours/made/part-m-00000").read_bytes()
        self.write_both("in/a.seq", content[:-7])
        self.both_say(1, "java.io.EOFException", "sort", "-r", "1", "-outKey", "org.apache.hadoop.io.Text", "-outValue",
                      "org.apache.hadoop.io.Text", "in", "out")
        self.write_both("none/a.seq", b"this is no sequence file at all")
        self.both_say(1, "not a SequenceFile", "sort", "-r", "1", "-outKey", "org.apache.hadoop.io.Text", "-outValue",
                      "org.apache.hadoop.io.Text", "none", "out2")

    def test_codecs_that_do_not_exist(self):
        self.write_both("in/a.txt", b"a b\n")
        self.both_say(1, "java.lang.IllegalArgumentException: Compression codec no.such.Codec was not found.", "wordcount",
                      "-Dmapreduce.map.output.compress=true", "-Dmapreduce.map.output.compress.codec=no.such.Codec",
                      "in", "out1")
        self.both_say(1, "java.lang.IllegalArgumentException: Compression codec no.such.Codec was not found.", "wordcount",
                      "-Dmapreduce.output.fileoutputformat.compress=true",
                      "-Dmapreduce.output.fileoutputformat.compress.codec=no.such.Codec", "in", "out2")


class BadLibraryTest(unittest.TestCase):
    """There is no Java of these; the exit code is that of RunJar."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def library(self, source):
        path = f"{self.folder}/library.so"
        if source is not None:
            subprocess.run(["g++", "-shared", "-fPIC", "-x", "c++", "-", "-o", path], input=source, text=True, check=True)
        return subprocess.run([BIN / "mapred", "jar", path, "in", "out"], capture_output=True, text=True, check=False)

    def test_none(self):
        done = self.library(None)
        self.assertEqual(done.returncode, 255)
        self.assertIn("library.so", done.stderr)

    def test_without_an_entry(self):
        done = self.library('extern "C" const char* mammoth_mapreduce_abi() { return "mammoth-mapreduce/2"; }')
        self.assertEqual(done.returncode, 255)
        self.assertIn("mammoth_main", done.stderr)

    def test_of_another_abi(self):
        done = self.library('extern "C" const char* mammoth_mapreduce_abi() { return "mammoth-mapreduce/1"; }'
                            'extern "C" int mammoth_main(int, char**) { return 0; }')
        self.assertEqual(done.returncode, 255)
        self.assertIn("mammoth-mapreduce/1", done.stderr)

    def test_that_is_no_library(self):
        with open(f"{self.folder}/library.so", "w", encoding="ascii") as file:
            file.write("PK")
        done = self.library(None)
        self.assertEqual(done.returncode, 255)
        self.assertNotEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
