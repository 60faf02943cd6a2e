"""spark-submit runs the shipped examples on files of a real cluster and of the local disk."""
import collections
import gzip
import pathlib
import subprocess
import tempfile
import unittest

from mini_cluster import BIN, ROOT, MiniCluster

EXAMPLES = BIN.parent / "lib/libspark-examples.so"
BOOKS = ROOT.parent / "shared/data/gutenberg-dev"


def some_text():
    """The books when they are there, else text of our own that is as awkward: blanks, tabs, empty lines, no last newline."""
    books = sorted(BOOKS.glob("*.txt"))
    if books:
        return b"".join(book.read_bytes() for book in books)
    return b"\n".join(b" ".join(b"w%d" % (i * j % 97) for j in range(i % 23)) + b"\t x \r" for i in range(20_000))


def counted(text):
    """A byte order mark at the beginning of a file is no text, as in Hadoop."""
    return collections.Counter(text.removeprefix(b"\xef\xbb\xbf").split())


def read_counts(lines):
    counts = []
    for line in lines.splitlines():
        word, _, count = line[1:-1].rpartition(b",")
        counts.append((word, int(count)))
    return counts


class SparkSubmitTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=2, replication=1)
        cls.addClassCleanup(cls.cluster.close)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.text = some_text()
        (cls.folder / "in").mkdir()
        (cls.folder / "in/a.txt").write_bytes(cls.text)
        cls.cluster.hdfs("dfs", "-Ddfs.blocksize=1048576", "-put", cls.folder / "in", "/in")

    def submit(self, *words):
        return subprocess.run([str(word) for word in (BIN / "spark-submit", *words)], capture_output=True, text=True,
                              timeout=60, env=self.cluster.environment)

    def check_counts(self, lines):
        counts = read_counts(lines)
        self.assertEqual(dict(counts), dict(counted(self.text)))
        self.assertEqual([count for _, count in counts], sorted((count for _, count in counts), reverse=True))

    def test_word_count_from_hdfs_to_hdfs(self):
        for master, output in (("local[1]", "/out1"), ("local[4]", "/out4")):
            done = self.submit("--master", master, "--class", "wordcount", EXAMPLES, "/in", output)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            names = self.cluster.hdfs("dfs", "-ls", "-C", output).stdout.split()
            self.assertIn(f"{output}/_SUCCESS", names)
            self.assertFalse([name for name in names if "_temporary" in name])
            parts = self.cluster.run(BIN / "hdfs", "dfs", "-cat", f"{output}/part-*", text=False)
            self.check_counts(parts.stdout)

    def test_word_count_on_local_files(self):
        output = self.folder / "out"
        with gzip.open(self.folder / "in.gz", "wb") as packed:
            packed.write(self.text)
        for source in (self.folder / "in", self.folder / "in.gz", self.folder / "i*/a.*"):
            done = self.submit("--class", "wordcount", EXAMPLES, f"file://{source}", f"file://{output}")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.check_counts(b"".join(part.read_bytes() for part in sorted(output.glob("part-*"))))
            self.assertTrue((output / "_SUCCESS").exists())
            again = self.submit("--class", "wordcount", EXAMPLES, f"file://{source}", f"file://{output}")
            self.assertEqual(again.returncode, 1)
            self.assertIn(f"Output directory file:{output} already exists", again.stderr)
            subprocess.run(["rm", "-r", output], check=True)

    def test_bad_input_is_one_clear_error(self):
        missing = self.submit("--class", "wordcount", EXAMPLES, "/missing", "/never")
        self.assertEqual(missing.returncode, 1)
        self.assertIn(f"Input path does not exist: {self.cluster.uri}/missing", missing.stderr)
        for words, message in (
                (["--class", "nothing", EXAMPLES], "Failed to load class nothing"),
                (["--class", "pi", self.folder / "no.so"], "no.so"),
                (["--class", "pi", self.folder / "in/a.txt"], "a.txt"),
                (["--master", "k8s://x", "--class", "pi", EXAMPLES], "master 'k8s://x' is not supported yet"),
                (["--deploy-mode", "cluster", "--class", "pi", EXAMPLES], "is not compatible with master"),
                (["--status", "driver-1"], "only supported in standalone mode"),
                (["--deploy-mode", "here", EXAMPLES], "Deploy mode must be either"),
                (["--jars", "x.jar", "--class", "pi", EXAMPLES], "option --jars is not supported"),
                (["--bogus"], "Unrecognized option: --bogus"),
                (["--master"], "Missing argument for option '--master'."),
                (["--conf", "x", EXAMPLES], "Spark config without '=': x"),
                (["--driver-memory", "1m", "--class", "pi", EXAMPLES], "must be at least"),
                ([], "Missing application resource.")):
            with self.subTest(words):
                refused = self.submit(*words)
                self.assertEqual(refused.returncode, 1)
                self.assertIn(message, refused.stderr)

    def test_pi_and_its_options(self):
        done = self.submit("--master", "local[2]", "--name", "darts", "--class=pi", EXAMPLES, "4")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^Pi is roughly 3\.1[34]\d+\n$")
        self.assertEqual(self.submit("--version").returncode, 0)
        self.assertIn("Usage: spark-submit", self.submit("--help").stderr)


if __name__ == "__main__":
    unittest.main()
