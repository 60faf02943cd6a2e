"""`hadoop distcp` by Apache and by us, both in one process: the same command leaves the same tree, and answers with
the same exit code."""
import pathlib
import re
import subprocess
import unittest
import urllib.parse

from apache import CLIENT_FLAGS, FLAGS, PEERS, write_log4j
from mini_cluster import MiniCluster

SOURCES = pathlib.Path(__file__).resolve().parent / "java/distcp"

# A case: what stands in the target beforehand, then the command; SRC and DST are directories of each copier's own.
PREPARE = """
-mkdir -p SRC/a/deep SRC/empty SRC/other/a
-put one SRC/a/one
-put two SRC/a/deep/two
-put big SRC/big
-touchz SRC/a/nothing
-put two SRC/other/a/one
-chmod 700 SRC/a/deep
-chmod 640 SRC/a/one
-chown alice:staff SRC/a/one
-setrep 2 SRC/big
-setfattr -n user.colour -v green SRC/a/one
-setfacl -m user:bob:r-x SRC/a/one
-put list SRC/list
"""
CASES = {
    "a file to a new name": ["SRC/a/one DST/new"],
    "a file into a directory": ["fs -mkdir DST", "SRC/a/one DST"],
    "a file over a file": ["fs -mkdir DST", "fs -put two DST/one", "SRC/a/one DST/one"],
    "a directory to a new name": ["SRC/a DST"],
    "a directory into a directory": ["fs -mkdir DST", "SRC/a DST"],
    "several sources": ["fs -mkdir DST", "SRC/a SRC/big SRC/empty DST"],
    "several sources to a new name": ["SRC/a SRC/big DST"],
    "a pattern": ["fs -mkdir DST", "SRC/* DST"],
    "update of a directory's contents": ["fs -mkdir DST", "-update SRC/a DST"],
    "update copies what differs": ["SRC/a DST", "fs -rm -skipTrash DST/one", "fs -put two DST/one",
                                   "fs -rm -skipTrash DST/deep/two", "-update SRC/a DST"],
    "without update what exists stays": ["fs -mkdir -p DST/a", "fs -put two DST/a/one", "SRC/a DST"],
    "overwrite": ["fs -mkdir -p DST", "fs -put two DST/one", "-overwrite SRC/a DST"],
    "update of several": ["fs -mkdir DST", "-update SRC/a SRC/empty DST"],
    "delete": ["fs -mkdir -p DST/gone/deep DST/deep", "fs -put two DST/extra", "fs -put two DST/deep/extra",
               "-update -delete SRC/a DST"],
    "append": ["fs -mkdir DST", "fs -put half DST/big", "-update -append SRC/big DST/big"],
    "append to something else": ["fs -mkdir DST", "fs -put two DST/big", "-update -append SRC/big DST/big"],
    "preserving": ["-p SRC/a DST"],
    "preserving permission and owner": ["-pugp SRC/a DST"],
    "preserving ACL and attributes": ["-pax SRC/a DST"],
    "preserving replication": ["-pr SRC/big DST"],
    "block size": ["-pb -Dx=y SRC/big DST"],
    "filters": ["-filters FILTERS SRC/a DST"],
    "atomic": ["-atomic SRC/a DST"],
    "atomic with a work path": ["-atomic -tmp SRC/empty SRC/a DST"],
    "atomic to what exists": ["fs -mkdir DST", "-atomic SRC/a DST"],
    "skipping checksums": ["fs -mkdir DST", "-update -skipcrccheck SRC/a DST"],
    "direct": ["-direct SRC/a DST"],
    "update of the root": ["fs -mkdir DST", "-update -updateRoot -p SRC/a DST"],
    "threads, bandwidth, chunks": ["-m 3 -numListstatusThreads 4 -bandwidth 100 -blocksperchunk 1 SRC/a DST"],
    "a directory in chunks": ["fs -mkdir DST", "fs -put two DST/big", "-overwrite -blocksperchunk 1 SRC/big SRC/a DST"],
    "chunks to a local file": ["-blocksperchunk 1 SRC/big file://LOCAL/OUT"],
    "from WebHDFS": ["WEB/src/a DST"],
    "a file from WebHDFS": ["-skipcrccheck WEB/src/big DST"],
    "from WebHDFS, preserving": ["-prbugpt WEB/src/a DST"],
    "to WebHDFS": ["SRC/a WEBDST"],
    "to WebHDFS, again": ["SRC/a WEBDST", "fs -put two DST/extra", "-update -delete SRC/a WEBDST"],
    "from WebHDFS what is not there": ["WEB/src/none DST"],
    "strategy": ["-strategy uniformsize SRC/a DST"],
    "old limits": ["-filelimit 3 -sizelimit 5 SRC/a DST"],
    "from a local directory": ["file://LOCAL/tree DST"],
    "to a local file": ["SRC/a file://LOCAL/OUT"],
    "a log": ["-log DST/log -v SRC/a DST/copy"],
    "nothing there": ["SRC/none DST"],
    "one of several is missing": ["SRC/a SRC/none DST"],
    "duplicates": ["fs -mkdir DST", "SRC/a SRC/other/a DST"],
    "a directory over a file": ["fs -put two DST", "SRC/a DST"],
    "several over a file": ["fs -put two DST", "SRC/big SRC/a/one DST"],
    "a file over a directory below": ["fs -mkdir -p DST/one", "-update SRC/a DST"],
}
# Snapshots: OWN is a source of each copier's own, of which the target was a copy at s1.
SHARED = ["fs -cp SRC/a OWN", "admin -allowSnapshot OWN", "fs -createSnapshot OWN s1", "OWN/.snapshot/s1 DST",
          "admin -allowSnapshot DST", "fs -createSnapshot DST s1"]
CHANGED = ["fs -mv SIDE/one SIDE/deep/uno", "fs -mv SIDE/deep SIDE/shallow", "fs -rm -skipTrash SIDE/nothing",
           "fs -put two SIDE/new", "fs -mkdir -p SIDE/made/below", "fs -mv SIDE/shallow/two SIDE/made/dos",
           "fs -appendToFile one SIDE/made/dos", "fs -put two SIDE/made/below/f", "fs -chmod 750 SIDE/shallow",
           "fs -createSnapshot SIDE s2"]
SOURCE_CHANGED = [line.replace("SIDE", "OWN") for line in CHANGED]
TARGET_CHANGED = [line.replace("SIDE", "DST") for line in CHANGED]
CASES |= {
    "differences": [*SHARED, *SOURCE_CHANGED, "-update -diff s1 s2 OWN DST"],
    "differences to the present": [*SHARED, *SOURCE_CHANGED, "fs -put one OWN/later", "-update -diff s1 . OWN DST"],
    "differences, attributes kept": [*SHARED, *SOURCE_CHANGED, "-update -p -diff s1 s2 OWN DST"],
    "differences, filters": [*SHARED, *SOURCE_CHANGED, "-update -filters FILTERS -diff s1 s2 OWN DST"],
    "differences: names exchanged": [*SHARED, "fs -mv OWN/one OWN/x", "fs -mv OWN/nothing OWN/one",
                                     "fs -mv OWN/x OWN/nothing", "fs -createSnapshot OWN s2",
                                     "-update -diff s1 s2 OWN DST"],
    "no differences": [*SHARED, "fs -createSnapshot OWN s2", "-update -diff s1 s2 OWN DST"],
    "differences to a changed target": [*SHARED, *SOURCE_CHANGED, "fs -put two DST/extra", "-update -diff s1 s2 OWN DST"],
    "differences in the wrong order": [*SHARED, *SOURCE_CHANGED, "fs -createSnapshot DST s2",
                                       "-update -diff s2 s1 OWN DST"],
    "differences to no snapshot": [*SHARED, "-update -diff s1 none OWN DST"],
    "differences without snapshots": ["fs -mkdir DST", "-update -diff s1 s2 SRC/a DST"],
    "differences of two": [*SHARED, *SOURCE_CHANGED, "-update -diff s1 s2 OWN SRC/a DST"],
    "differences of local files": ["fs -mkdir DST", "-update -diff s1 s2 file://LOCAL/tree DST"],
    "back": [*SHARED, *TARGET_CHANGED, "-update -rdiff s2 s1 OWN DST"],
    "back from the present": [*SHARED, *TARGET_CHANGED, "-update -rdiff . s1 OWN DST"],
    "back in the wrong order": [*SHARED, *TARGET_CHANGED, "-update -rdiff s1 s2 OWN DST"],
}
# These fail; what had been copied by then depends on which file was first.
STOPS_HALFWAY = {"a file over a directory below"}
# The first line of what is said about them is the same too.
MISUSES = ["", "/only", "-update -overwrite SRC/a DST", "-delete SRC/a DST", "-append SRC/a DST",
           "-update -append -skipcrccheck SRC/a DST", "-atomic -update SRC/a DST", "-tmp /x SRC/a DST",
           "-v SRC/a DST", "-m x SRC/a DST", "-bandwidth x SRC/a DST", "-numListstatusThreads x SRC/a DST",
           "-blocksperchunk x SRC/a DST", "-diff s1 s2 SRC/a DST", "-update -diff s1 s2 -rdiff s2 s1 SRC/a DST", "-update -diff s1", "-update -delete -diff s1 s2 SRC/a DST",
           "-update -diff s1 s2", "-update -rdiff s1 -m 3 SRC/a DST",
           "-f SRC/list SRC/a DST", "-m"]


def jars():
    folder = PEERS / "apache-distcp-3.4.2"
    if not folder.exists():
        part = PEERS / "apache-distcp.part"
        subprocess.run(["mvn", "-q", "-B", "-f", SOURCES / "pom.xml", "dependency:copy-dependencies",
                        f"-DoutputDirectory={part}"], check=True)
        part.rename(folder)
    return folder


class ApacheDistCp:
    """Apache's, in one process that runs one copy after another."""

    def __init__(self, cluster, folder):
        classes = cluster.folder / "distcp-classes"
        subprocess.run(["javac", "-nowarn", "-cp", f"{jars()}/*", "-d", classes, SOURCES / "DistCpLoop.java"],
                       check=True)
        command = ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{cluster.conf}:{classes}:{jars()}/*",
                   "org.apache.hadoop.tools.DistCpLoop"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder,
                                        stderr=open(cluster.folder / "distcp.log", "wb"), env=cluster.environment)

    def run(self, words):
        print(*(urllib.parse.quote(word, safe="") for word in words), file=self.process.stdin, flush=True)
        code, _, said = self.process.stdout.readline().partition(" ")
        return int(code), said.strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class DistCpTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=1, hdfs_site={"dfs.blocksize": 1 << 20})
        cls.addClassCleanup(cls.cluster.close)
        write_log4j(cls.cluster.conf)
        folder = cls.cluster.folder
        cls.local = folder / "local"
        (cls.local / "tree/below").mkdir(parents=True)
        (cls.local / "one").write_text("one\n")
        (cls.local / "two").write_text("two two\n")
        (cls.local / "tree/below/f").write_text("local\n")
        big = bytes(range(256)) * 12_000
        (cls.local / "big").write_bytes(big)
        (cls.local / "half").write_bytes(big[:len(big) // 2])
        (cls.local / "filters").write_text(".*/deep.*\n.*nothing\n")
        (cls.local / "list").write_text(f"{cls.cluster.uri}/src/a/one\n{cls.cluster.uri}/src/big\n")
        for line in PREPARE.strip().splitlines():
            cls.fs(line.replace("SRC", "/src"))
        cls.apache = ApacheDistCp(cls.cluster, cls.local)
        cls.addClassCleanup(cls.apache.close)
        cls.run_batch()

    @classmethod
    def fs(cls, line):
        cls.cluster.hdfs("dfs", *line.split(), cwd=cls.local)

    @classmethod
    def words(cls, line, target, out):
        web = f"webhdfs://127.0.0.1:{cls.cluster.http_port}"
        replacements = {"WEBDST": web + target, "WEB": web, "SRC": "/src", "DST": target, "LOCAL": str(cls.local), "OUT": out,
                        "FILTERS": str(cls.local / "filters")}
        for name, value in replacements.items():
            line = line.replace(name, value)
        return line.split()

    @classmethod
    def distcp(cls, maker, words):
        """Exit code, and what is said of wrong arguments."""
        if maker == "apache":
            return cls.apache.run(words)
        done = cls.ours(*words)
        said = re.search(r"(?m)^Invalid arguments: .*", done.stderr)
        return done.returncode, said[0].strip() if said else ""

    @classmethod
    def ours(cls, *words):
        return cls.cluster.hdfs("distcp", *words, check=False, cwd=cls.local)

    @classmethod
    def run_batch(cls):
        cls.results, cls.misused = {}, {}
        for maker in ("apache", "ours"):
            for index, (name, steps) in enumerate(CASES.items()):
                target, out = f"/{maker}/t{index}/dst", f"out-{maker}-{index}"
                cls.fs(f"-mkdir -p /{maker}/t{index}")
                codes = []
                for step in steps:
                    words = cls.words(step.replace("OWN", f"/{maker}/t{index}/src"), target, out)
                    if words[0] == "fs":
                        cls.fs(" ".join(words[1:]))
                    elif words[0] == "admin":
                        cls.cluster.hdfs("dfsadmin", *words[1:])
                    else:
                        codes.append(cls.distcp(maker, words)[0])
                if name == "a log":  # it names the files, which are in another place for each maker
                    log = f"/{maker}/t{index}/dst/log/part-m-00000"
                    codes.append(sorted(cls.cluster.hdfs("dfs", "-cat", log).stdout.replace(maker, "").splitlines()))
                    cls.fs(f"-rm -skipTrash {log}")
                tree = cls.tree(f"/{maker}/t{index}") if name not in STOPS_HALFWAY else None
                cls.results[maker, name] = codes, tree, cls.local_tree(out)
            for line in MISUSES:
                cls.misused[maker, line] = cls.distcp(maker, cls.words(line, "/misused", "none"))

    @classmethod
    def tree(cls, root):
        """What is there: kinds, lengths, modes, owners, replication, checksums, attributes, ACLs, times if kept."""
        listing = cls.cluster.hdfs("dfs", "-find", root).stdout.split()
        rows = cls.cluster.hdfs("dfs", "-stat", "%F %n %a %u %g %b %r %o", *listing).stdout.splitlines()
        rows = list(zip((path.removeprefix(root) for path in listing), rows))
        sums = cls.cluster.hdfs("dfs", "-checksum", *listing, check=False).stdout
        acls = cls.cluster.hdfs("dfs", "-getfacl", "-R", root, check=False).stdout
        attributes = cls.cluster.hdfs("dfs", "-getfattr", "-R", "-d", root, check=False).stdout
        return rows, [text.replace(root, "") for text in (sums, acls, attributes)]

    @classmethod
    def local_tree(cls, out):
        root = cls.local / out
        return sorted((str(path.relative_to(root)), path.is_file() and path.read_bytes())
                      for path in root.rglob("*")) if root.exists() else None

    def test_trees(self):
        for name in CASES:
            with self.subTest(name):
                self.assertEqual(self.results["ours", name], self.results["apache", name])

    def test_misuse(self):
        for line in MISUSES:
            with self.subTest(line):
                self.assertEqual(self.misused["ours", line], self.misused["apache", line])

    def test_counters(self):
        done = self.ours("/src/a", "/counted")
        for line in ("Bytes Copied=12", "Bytes Expected=12", "Files Copied=3", "DIR_COPY=2"):
            self.assertIn(line, done.stderr)
        done = self.ours("-update", "/src/a", "/counted")
        for line in ("Files Skipped=3", "Bytes Skipped=12"):
            self.assertIn(line, done.stderr)

    def test_chunks(self):
        # Apache's copies a single file in chunks only into a directory that is there: exit code 25.
        self.fs("-mkdir -p /chunks/half")
        self.fs("-put half /chunks/half/big")
        web = f"webhdfs://127.0.0.1:{self.cluster.http_port}"
        for words in (["-blocksperchunk", "1", "/src/big", "/chunks/one"], ["-blocksperchunk", "2", "-p", "/src/big", "/chunks/two"],
                      ["-update", "-append", "-blocksperchunk", "1", "/src/big", "/chunks/half/big"],
                      ["-blocksperchunk", "1", "/src/big", f"{web}/chunks/web"]):
            done = self.ours(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            copy = words[-1].removeprefix(web)
            sums = [self.cluster.hdfs("dfs", "-checksum", path).stdout.split("\t")[1] for path in ("/src/big", copy)]
            self.assertEqual(*sums)
        self.assertNotIn("distcp", self.cluster.hdfs("dfs", "-ls", "-R", "/chunks").stdout)

    def test_between_clusters(self):
        with MiniCluster(datanodes=1) as other:
            done = self.ours(f"{self.cluster.uri}/src", f"{other.uri}/copy")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(other.hdfs("dfs", "-cat", "/copy/a/deep/two").stdout, "two two\n")
