"""Hadoop Streaming with programs of every kind: counts, counters, environment, failures; on local files."""
import collections
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mini_cluster import BIN, ROOT

BOOK = ROOT / "deploy/books/alice29.txt"
MAPPER = """#!/usr/bin/env python3
import os, sys
assert os.environ["mapreduce_task_ismap"] == "true" and os.environ["map_input_file"].endswith("alice29.txt")
assert os.environ["COLOUR"] == "deep"
sys.stderr.write("reporter:counter:Book,chunks,1\\nreporter:status:reading\\n")
for line in sys.stdin:
    for word in line.split():
        print(word + "\\t1")
"""
REDUCER = """#!/usr/bin/env python3
import itertools, sys
pairs = (line.rstrip("\\n").split("\\t") for line in sys.stdin)
for word, group in itertools.groupby(pairs, lambda pair: pair[0]):
    print(f"{word}\\t{sum(int(count) for _, count in group)}")
"""


class StreamingTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mammoth-streaming-"))
        (self.folder / "conf").mkdir()
        scripts = self.folder / "scripts"
        scripts.mkdir()
        for name, text in {"mapper.py": MAPPER, "reducer.py": REDUCER}.items():
            (scripts / name).write_text(text)
            (scripts / name).chmod(0o755)
        self.environment = dict(os.environ, HADOOP_CONF_DIR=str(self.folder / "conf"))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def streaming(self, *arguments):
        return subprocess.run([BIN / "mapred", "streaming", *map(str, arguments)], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True, timeout=60)

    def output(self, name):
        return [line for part in sorted((self.folder / name).glob("part-*"))
                for line in part.read_text().splitlines()]

    def test_word_count_with_a_combiner(self):
        done = self.streaming("-files", "scripts/mapper.py,scripts/reducer.py", "-D", "mapreduce.job.maps=3", "-input",
                              BOOK, "-output", "out", "-mapper", "mapper.py", "-combiner", "reducer.py", "-reducer",
                              "reducer.py", "-numReduceTasks", "2", "-cmdenv", "COLOUR=deep")
        self.assertEqual(done.returncode, 0, done.stderr)
        counts = {line.split("\t")[0]: int(line.split("\t")[1]) for line in self.output("out")}
        self.assertEqual(counts, dict(collections.Counter(BOOK.read_text().split())))
        self.assertEqual(sorted(path.name for path in (self.folder / "out").iterdir()),
                         ["_SUCCESS", "part-00000", "part-00001"])
        self.assertIn("\tBook\n\t\tchunks=3\n", done.stderr)
        self.assertFalse((self.folder / "mapper.py").exists(), "the link to the script is gone")

    def test_separators_and_no_reducer(self):
        done = self.streaming("-D", "stream.map.output.field.separator=.", "-D", "stream.num.map.output.key.fields=2",
                              "-D", "mapreduce.output.textoutputformat.separator=|", "-input", self.lines("a.b.c.d\n"),
                              "-output", "out", "-mapper", "cat", "-reducer", "NONE")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.output("out"), ["a.b|c.d"])

    def test_a_program_that_fails(self):
        done = self.streaming("-input", self.lines("x\n"), "-output", "out", "-mapper", "false", "-reducer", "cat")
        self.assertEqual(done.returncode, 1)
        self.assertIn("PipeMapRed.waitOutputThreads(): subprocess failed with code 1", done.stderr)
        self.assertTrue(done.stderr.endswith("Streaming Command Failed!\n"))

    def test_options_that_make_no_sense(self):
        self.assertIn("Required argument: -output", self.streaming("-input", "x", "-mapper", "cat").stderr)
        self.assertIn("Unrecognized option: -nothing", self.streaming("-nothing").stderr)
        missing = self.streaming("-input", "nowhere", "-output", "out", "-mapper", "cat")
        self.assertEqual(missing.returncode, 5)
        self.assertIn("Error Launching job : Input path does not exist: file:", missing.stderr)

    def lines(self, text):
        (self.folder / "input.txt").write_text(text)
        return self.folder / "input.txt"
