"""Our MapReduce programs and Apache's, both local and in one folder each, so that files and words can be compared."""
import os
import pathlib
import subprocess
import tempfile
import unittest

from apache import CLIENT_FLAGS, FLAGS, HERE, PEERS, one_at_a_time
from mini_cluster import BIN

POM = pathlib.Path(__file__).resolve().parent / "java/mapreduce/pom.xml"
LIBRARY = BIN.parent / "lib/libmapreduce-examples.so"
SYNC_BYTES = 16


def jars():
    folder = PEERS / "apache-mapreduce-3.4.2"
    if not folder.exists():
        part = PEERS / "apache-mapreduce.part"
        subprocess.run(["mvn", "-q", "-B", "-f", POM, "dependency:copy-dependencies", f"-DoutputDirectory={part}"],
                       check=True)
        part.rename(folder)
    return folder


def classes():
    """Our small Java programs, compiled against Apache's MapReduce."""
    folder = jars()
    with one_at_a_time():
        sources = sorted((HERE / "java/mapreduce").glob("*.java"))
        target = PEERS / "mapreduce-classes"
        if not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources):
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["javac", "-nowarn", "-cp", f"{folder}/*", "-d", target, *sources], check=True)
            os.utime(target)
        return target


def ours(*arguments):
    return [BIN / "mapred", "jar", LIBRARY, *arguments]


def apaches(*arguments):
    return ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{jars()}/*", "org.apache.hadoop.examples.ExampleDriver", *arguments]


def without_sync(content):
    """A SequenceFile with its random marker made zero, wherever it stands."""
    if not content.startswith(b"SEQ"):
        return content
    at = 4
    for _ in range(2):  # names of the classes
        at += 1 + content[at]
    at += 2 + 4  # neither compressed nor with metadata
    return content.replace(content[at:at + SYNC_BYTES], bytes(SYNC_BYTES))


class MapReduceParties(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "conf").mkdir()
        for maker in ("ours", "apache"):
            (self.folder / maker).mkdir()

    def run_as(self, maker, *arguments):
        command = (ours if maker == "ours" else apaches)(*arguments)
        return subprocess.run([str(part) for part in command], cwd=self.folder / maker, text=True, check=False,
                              capture_output=True, timeout=100,
                              env=os.environ | {"HADOOP_CONF_DIR": str(self.folder / "conf"), "TZ": "UTC"})

    def both(self, *arguments, code=0):
        """Runs a program of both makers; answers our standard output and Apache's."""
        outputs = []
        for maker in ("ours", "apache"):
            done = self.run_as(maker, *arguments)
            self.assertEqual(done.returncode, code, f"{maker} {arguments}: {done.stdout}{done.stderr}")
            outputs.append(done.stdout)
        return outputs

    def write_both(self, name, content):
        for maker in ("ours", "apache"):
            path = self.folder / maker / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def files(self, maker, directory):
        return {path.name: without_sync(path.read_bytes()) for path in (self.folder / maker / directory).iterdir()
                if not path.name.startswith(".")}

    def assert_same(self, directory):
        files = self.files("ours", directory)
        self.assertEqual(files, self.files("apache", directory))
        return files
