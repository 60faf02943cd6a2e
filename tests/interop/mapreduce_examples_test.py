"""Our examples beside Apache's, both local and in one folder each: the same programs with the same arguments
leave the same files, byte by byte, and print the same estimate of Pi."""
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

from apache import CLIENT_FLAGS, FLAGS, PEERS
from mini_cluster import BIN

POM = pathlib.Path(__file__).resolve().parent / "java/mapreduce/pom.xml"
LIBRARY = BIN.parent / "lib/libmapreduce-examples.so"
TWO_REDUCES = "-Dmapreduce.job.reduces=2"


def jars():
    folder = PEERS / "apache-mapreduce-3.4.2"
    if not folder.exists():
        part = PEERS / "apache-mapreduce.part"
        subprocess.run(["mvn", "-q", "-B", "-f", POM, "dependency:copy-dependencies", f"-DoutputDirectory={part}"],
                       check=True)
        part.rename(folder)
    return folder


def ours(*arguments):
    return [BIN / "mapred", "jar", LIBRARY, *arguments]


def apaches(*arguments):
    return ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{jars()}/*", "org.apache.hadoop.examples.ExampleDriver", *arguments]


class MapReduceExamplesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "conf").mkdir()
        for maker in ("ours", "apache"):
            (self.folder / maker).mkdir()

    def both(self, *arguments):
        """Runs a program of both makers; answers our standard output and Apache's."""
        outputs = []
        for maker, command in (("ours", ours), ("apache", apaches)):
            done = subprocess.run([str(part) for part in command(*arguments)], cwd=self.folder / maker, text=True,
                                  capture_output=True, timeout=100,
                                  env=os.environ | {"HADOOP_CONF_DIR": str(self.folder / "conf")})
            self.assertEqual(done.returncode, 0, f"{maker} {arguments}: {done.stdout}{done.stderr}")
            outputs.append(done.stdout)
        return outputs

    def files(self, maker, directory):
        return {path.name: path.read_bytes() for path in (self.folder / maker / directory).iterdir()
                if not path.name.startswith(".")}

    def assert_same(self, directory):
        self.assertEqual(self.files("ours", directory), self.files("apache", directory))

    def test_rows_and_their_order(self):
        self.both("teragen", "20000", "rows")
        self.assert_same("rows")
        self.both("terasort", TWO_REDUCES, "rows", "sorted")
        self.assert_same("sorted")
        self.both("teravalidate", "sorted", "report")
        self.assert_same("report")

    def test_words(self):
        chance = random.Random(5)
        words = ["the", "Wörter", "of", "ende\u00e9", "x" * 300, "a"]
        lines = [chance.choice(["\t", " ", "  "]).join(chance.choices(words, k=chance.randrange(9))) for _ in range(3000)]
        for maker in ("ours", "apache"):
            (self.folder / maker / "in.txt").write_text("\r\n".join(lines))
        self.both("wordcount", TWO_REDUCES, "in.txt", "counts")
        self.assert_same("counts")

    def test_pi(self):
        estimates = [[line for line in output.splitlines() if line.startswith("Estimated value")]
                     for output in self.both("pi", "3", "700")]
        self.assertEqual(len(estimates[0]), 1)
        self.assertEqual(estimates[0], estimates[1])
