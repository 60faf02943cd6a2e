"""Apache's TeraSort, sort, secondary sort and streaming with its own application master and tasks on our
ResourceManager, NodeManagers, shuffle and HDFS. What they leave is what the same program leaves in one process of
Apache's, or what a few lines of Python say."""
import collections
import itertools
import pathlib
import random
import tempfile
import unittest
import zlib

from mapreduce_parties import without_sync
from mini_cluster import ROOT
from yarn_mapreduce import MapReduceCase

TWO_REDUCES = "-Dmapreduce.job.reduces=2"
LOCAL = "-Dmapreduce.framework.name=local"
ROW, KEY = 100, 10  # bytes of TeraSort
BOOK = ROOT / "deploy/books/alice29.txt"
MAPPER = """#!/usr/bin/env python3
import os, sys
assert os.environ["mapreduce_task_ismap"] == "true" and os.environ["COLOUR"] == "deep"
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


class MapReduceExamplesOnYarnTest(MapReduceCase):
    def put(self, target, content):
        source = self.cluster.folder / "put"
        source.write_bytes(content)
        self.hdfs.hdfs("dfs", "-mkdir", "-p", str(pathlib.PurePosixPath(target).parent))
        self.hdfs.hdfs("dfs", "-put", source, target)

    def files(self, directory):
        """Names and contents, hidden files left out, SequenceFiles without their random markers."""
        with tempfile.TemporaryDirectory(dir=self.cluster.folder) as scratch:
            self.hdfs.hdfs("dfs", "-get", directory, f"{scratch}/copy")
            return {path.name: without_sync(path.read_bytes()) for path in sorted(pathlib.Path(scratch, "copy").iterdir())
                    if not path.name.startswith((".", "_"))}

    def test_rows_are_made_sorted_and_validated(self):
        self.example("teragen", "-Dmapreduce.job.maps=2", 20_000, "/tera/in")
        rows = b"".join(self.files("/tera/in").values())
        self.example("teragen", LOCAL, 20_000, "/tera/local")
        self.assertEqual(b"".join(self.files("/tera/local").values()), rows)
        self.example("terasort", TWO_REDUCES, "/tera/in", "/tera/out")
        parts = self.files("/tera/out")
        self.assertEqual(sorted(parts), ["part-r-00000", "part-r-00001"])
        model = sorted((rows[at:at + ROW] for at in range(0, len(rows), ROW)), key=lambda row: row[:KEY])
        self.assertTrue(b"".join(parts[name] for name in sorted(parts)) == b"".join(model))
        self.example("teravalidate", "/tera/out", "/tera/report")
        checksum = sum(map(zlib.crc32, model))
        self.assertEqual(b"".join(self.files("/tera/report").values()), f"checksum\t{checksum:x}\n".encode())

    def test_random_records_are_sorted(self):
        self.assertIn("Running 2 maps.", self.example(
            "randomwriter", "-Dmapreduce.randomwriter.bytespermap=150000",
            "-Dmapreduce.randomwriter.totalbytes=300000", "/random/in"))
        self.example("sort", "-r", 2, "/random/in", "/random/out")
        self.example("sort", LOCAL, "-r", 2, "/random/in", "/random/local")
        files = self.files("/random/out")
        self.assertEqual(sorted(files), ["part-r-00000", "part-r-00001"])
        self.assertTrue(files == self.files("/random/local"))

    def test_values_are_sorted_too(self):
        chance = random.Random(7)
        pairs = [(chance.randrange(-50, 50), chance.randrange(1000)) for _ in range(2000)]
        self.put("/pairs/in.txt", "".join(f"{first} {second}\n" for first, second in pairs).encode())
        self.example("secondarysort", TWO_REDUCES, "/pairs/in.txt", "/pairs/out")
        model = {}
        for reduce in range(2):
            mine = sorted(pair for pair in pairs if abs(pair[0] * 127) % 2 == reduce)
            model[f"part-r-0000{reduce}"] = "".join(
                "-" * 48 + "\n" + "".join(f"{first}\t{second}\n" for first, second in group)
                for _, group in itertools.groupby(mine, lambda pair: pair[0])).encode()
        self.assertEqual(self.files("/pairs/out"), model)

    def test_programs_in_python_are_mapper_and_reducer(self):
        for name, text in {"mapper.py": MAPPER, "reducer.py": REDUCER}.items():
            (self.cluster.folder / name).write_text(text)
            (self.cluster.folder / name).chmod(0o755)
        self.put("/stream/in/alice.txt", BOOK.read_bytes())
        scripts = ",".join(f"file://{self.cluster.folder}/{name}" for name in ("mapper.py", "reducer.py"))
        self.run_jar("hadoop-streaming", "-files", scripts, "-input", "/stream/in", "-output", "/stream/out", "-mapper",
                     "mapper.py", "-reducer", "reducer.py", "-numReduceTasks", 2, "-cmdenv", "COLOUR=deep")
        lines = b"".join(self.files("/stream/out").values()).decode().splitlines()
        counts = {word: int(count) for word, count in (line.split("\t") for line in lines)}
        self.assertEqual(len(counts), len(lines))
        self.assertEqual(counts, collections.Counter(BOOK.read_text(encoding="utf-8").split()))


if __name__ == "__main__":
    unittest.main()
