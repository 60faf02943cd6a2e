"""Our `hdfs` and our library on Apache's cluster: what one client writes the other reads, and both name the
same checksum."""
import re
import unittest

from apache import ApacheClient, ApacheCluster
from files import digest, make_file
from follow import followed
from mini_cluster import BIN

BIG = 300 << 20


class OurCliOnApacheTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = ApacheCluster(datanodes=3)
        cls.addClassCleanup(cls.cluster.close)
        cls.apache = ApacheClient(cls.cluster)
        cls.source = make_file(cls.cluster.folder / "source", BIG)
        cls.more = make_file(cls.cluster.folder / "more", 5_000_017, seed=2)

    def ours(self, *arguments):
        return self.cluster.hdfs("dfs", *arguments).stdout

    def fetched(self, get, path):
        target = self.cluster.folder / f"fetched{path.replace('/', '-')}"
        get("-get", "-f", path, target)
        return digest(target)

    def same_checksum(self, path):
        ours = self.ours("-checksum", path)
        self.assertIn("MD5-of-262144MD5-of-512CRC32C", ours)
        self.assertEqual(ours, self.apache.fs("-checksum", path).stdout)

    def test_apache_reads_what_we_put(self):
        self.ours("-put", self.source, "/ours")
        self.assertEqual(self.fetched(self.apache.fs, "/ours"), digest(self.source))
        self.same_checksum("/ours")

    def test_we_read_what_apache_put(self):
        self.apache.fs("-put", self.source, "/apache")
        self.assertEqual(self.fetched(self.ours, "/apache"), digest(self.source))
        self.same_checksum("/apache")

    def test_appends_of_both_in_turn(self):
        self.apache.fs("-put", self.more, "/append")
        self.ours("-appendToFile", self.more, "/append")
        self.apache.fs("-appendToFile", self.more, "/append")
        whole = self.cluster.folder / "whole"
        whole.write_bytes(self.more.read_bytes() * 3)
        self.assertEqual(self.fetched(self.ours, "/append"), digest(whole))
        self.assertEqual(self.fetched(self.apache.fs, "/append"), digest(whole))

    def test_we_follow_what_apache_appends(self):
        seen, expected = followed(
            lambda *arguments, **options: self.cluster.start_hdfs("dfs", *arguments, **options),
            self.apache.fs, self.cluster, "/followed")
        self.assertEqual(seen, expected)

    def test_library(self):
        done = self.cluster.run(BIN / "library_program")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("ok "), 9)
        self.assertEqual(self.apache.fs("-stat", "%r %b", "/library/big").stdout, "3 314572800\n")

    def test_a_datanode_dies_under_our_write(self):
        # A pipeline of three loses one; the write goes on with a replacement or with two.
        with self.source.open("rb") as source:
            writer = self.cluster.start_hdfs("dfs", "-put", "-", "/survivor", stdin=source)
            self.cluster.wait_until_writing(3)
            self.cluster.datanodes[1].kill()
            self.assertEqual(writer.wait(300), 0, writer.stderr.read())
            writer.stderr.close()
        self.cluster.datanodes[1].start()
        self.assertEqual(self.fetched(self.apache.fs, "/survivor"), digest(self.source))


class DfsAdminTest(unittest.TestCase):
    """`hdfs dfsadmin` and Apache's DFSAdmin describe Apache's cluster in the same words."""

    @classmethod
    def setUpClass(cls):
        cls.cluster = ApacheCluster(datanodes=2)
        cls.addClassCleanup(cls.cluster.close)
        cls.apache = ApacheClient(cls.cluster)

    def same(self, *arguments):
        ours = self.cluster.hdfs("dfsadmin", *arguments, check=False)
        theirs = self.apache.run("org.apache.hadoop.hdfs.tools.DFSAdmin", *arguments, check=False)
        self.assertEqual((ours.returncode, normal(ours.stdout), normal(ours.stderr)),
                         (theirs.returncode & 0xFF, normal(theirs.stdout), normal(theirs.stderr)))

    def test_report(self):
        self.same("-report")
        self.same("-report", "-live")
        self.same("-report", "-dead")

    def test_topology(self):
        ours = self.cluster.hdfs("dfsadmin", "-printTopology").stdout
        theirs = self.apache.run("org.apache.hadoop.hdfs.tools.DFSAdmin", "-printTopology").stdout
        self.assertEqual(sorted(ours.splitlines()), sorted(theirs.splitlines()))  # it has no order of its own

    def test_safe_mode(self):
        for verb in ("get", "enter", "get", "leave", "get", "wait", "nonsense"):
            self.same("-safemode", verb)

    def test_save_namespace_asks_for_safe_mode(self):
        self.same("-saveNamespace")


def normal(text):
    """Without what moves between two calls: sizes of a shared disk, and the time."""
    text = re.sub(r"\d[\d.]* \([\d.]+ [KMGTP]?B\)", "SIZE", text)
    text = re.sub(r"[\d.]+%", "PART", text)
    text = re.sub(r"(Last \w+( \w+)?): .*", r"\1: TIME", text)
    return text
