"""A job built outside the tree by g++ with find_package(Mammoth), run by `hadoop jar` on files of a real cluster:
exact counts whatever the splits and spills, and Hadoop's messages and exit codes for what goes wrong."""
import collections
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mini_cluster import BIN, ROOT, MiniCluster

BOOKS = sorted((ROOT / "deploy/books").glob("*.txt"))
PACKAGE = pathlib.Path(os.environ.get("MAMMOTH_PACKAGE", BIN.parent / "cmake"))


def expected_counts():
    counts = collections.Counter()
    for book in BOOKS:
        counts.update(book.read_bytes().removeprefix(b"\xef\xbb\xbf").split())
    return {word: count for word, count in counts.items()}


def parsed(output):
    return {line.split(b"\t")[0]: int(line.split(b"\t")[1]) for line in output.splitlines()}


class JobLibraryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="mammoth-job-"))
        build = [["cmake", "-S", ROOT / "tests/interop/job", "-B", cls.folder / "build",
                  "-DCMAKE_CXX_COMPILER=g++", "-DCMAKE_BUILD_TYPE=Release", f"-DMammoth_DIR={PACKAGE}"],
                 ["cmake", "--build", cls.folder / "build"]]
        for command in build:
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                raise AssertionError(done.stdout + done.stderr)
        cls.library = cls.folder / "build/libwords.so"
        cls.cluster = MiniCluster(datanodes=1, hdfs_site={"dfs.blocksize": 1048576})
        cls.cluster.hdfs("dfs", "-mkdir", "-p", "/books")
        cls.cluster.hdfs("dfs", "-put", *BOOKS, "/books")

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()
        shutil.rmtree(cls.folder)

    def jar(self, *arguments):
        return self.cluster.run(BIN / "hadoop", "jar", self.library, *arguments)

    def counts_of(self, directory):
        done = subprocess.run([BIN / "hdfs", "dfs", "-cat", f"{directory}/part-r-*"], capture_output=True,
                              env=self.cluster.environment, check=True)
        return parsed(done.stdout)

    def test_exact_counts_from_one_split_and_from_many_with_spills(self):
        for name, options in {"whole": [], "split": [
                "-Dmapreduce.input.fileinputformat.split.maxsize=20000", "-Dmapreduce.task.io.sort.mb=1",
                "-Dmapreduce.task.io.sort.factor=3", "-Dmapreduce.job.reduces=3",
                "-Dmapreduce.map.output.compress=true"]}.items():
            done = self.jar("count", *options, "/books", f"/out-{name}")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.counts_of(f"/out-{name}"), expected_counts())
            self.assertIn(" map 100% reduce 100%", done.stderr)
            self.assertIn("completed successfully", done.stderr)
            words = sum(expected_counts().values())
            self.assertIn(f"\t\tMap output records={words}\n", done.stderr)
            self.assertIn("\tQuality\n\t\tEMPTY_LINES=", done.stderr)
        listing = self.cluster.hdfs("dfs", "-ls", "-C", "/out-split").stdout.split()
        self.assertEqual(listing, ["/out-split/_SUCCESS"] + [f"/out-split/part-r-0000{i}" for i in range(3)])

    def test_algorithm_1_commits_the_same(self):
        done = self.jar("count", "-Dmapreduce.fileoutputcommitter.algorithm.version=1", "/books", "/out-v1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.counts_of("/out-v1"), expected_counts())

    def test_what_goes_wrong_in_hadoops_words(self):
        missing = self.jar("count", "/nothing", "/out-missing")
        self.assertEqual(missing.returncode, 255)
        self.assertRegex(missing.stderr, r"InvalidInputException: Input path does not exist: hdfs://\S+/nothing")
        self.cluster.hdfs("dfs", "-mkdir", "/there")
        there = self.jar("count", "/books", "/there")
        self.assertEqual(there.returncode, 255)
        self.assertRegex(there.stderr, r"FileAlreadyExistsException: Output directory hdfs://\S+/there already exists")
        unknown = self.jar("nothing")
        self.assertEqual(unknown.returncode, 255)
        self.assertIn("Unknown program 'nothing' chosen.\nValid program names are:\n  count: counts words", unknown.stdout)

    def test_a_mapper_that_throws_fails_the_job_and_leaves_no_output(self):
        done = self.jar("throw", "/books", "/out-throw")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the dictionary is missing", done.stderr)
        self.assertIn("failed with state FAILED", done.stderr)
        self.assertEqual(self.cluster.hdfs("dfs", "-ls", "-C", "/out-throw").stdout.split(), [])

    def test_a_mapper_that_crashes_names_signal_and_function(self):
        done = self.jar("crash", "/books", "/out-crash")
        self.assertNotIn(done.returncode, (0, 1))
        self.assertIn("libwords.so crashed: SIGSEGV", done.stderr)
        self.assertIn("Crashing", done.stderr)
