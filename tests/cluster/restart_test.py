"""Every daemon stops and starts again; nothing is missing."""
import unittest

from apache import cluster_under_test
from files import digest, make_file
from mini_cluster import wait_until


class RestartTest(unittest.TestCase):
    def setUp(self):
        self.cluster = cluster_under_test(datanodes=3)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", 20_000_003)
        self.hdfs("-mkdir", "-p", "/a/b")
        self.hdfs("-put", self.source, "/a/b/file")
        self.hdfs("-touchz", "/a/empty")
        self.hdfs("-chmod", "1750", "/a/b")
        self.hdfs("-chown", "alice:staff", "/a/b/file")
        self.hdfs("-setrep", "2", "/a/b/file")
        self.before = self.hdfs("-ls", "-R", "/")

    def hdfs(self, *arguments):
        return self.cluster.hdfs("dfs", *arguments).stdout

    def check(self):
        self.cluster.hdfs("dfsadmin", "-safemode", "wait")
        self.assertEqual(self.hdfs("-ls", "-R", "/"), self.before)
        target = self.cluster.folder / "target"
        self.hdfs("-get", "-f", "/a/b/file", target)
        self.assertEqual(digest(target), digest(self.source))

    def test_stopped_in_order(self):
        for daemon in self.cluster.daemons():
            daemon.stop()
        self.cluster.start()
        self.check()

    def test_killed_all_at_once(self):
        for daemon in self.cluster.daemons():
            daemon.kill()
        self.cluster.start()
        self.check()

    def test_only_the_namenode(self):
        # The DataNodes stay up, register again and report what they have.
        self.cluster.namenode.stop()
        self.cluster.namenode.start()
        self.cluster.wait_live(3)
        self.check()

    def test_a_truncation_outlives_the_namenode(self):
        # It dies before a DataNode has heard that the last block is to be cut; the next one knows.
        for datanode in self.cluster.datanodes:
            datanode.pause()
        self.hdfs("-truncate", "7000003", "/a/b/file")
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        for datanode in self.cluster.datanodes:
            datanode.resume()
        self.cluster.wait_live(3)
        self.cluster.hdfs("dfsadmin", "-safemode", "wait")
        wait_until(lambda: self.hdfs("-stat", "%b", "/a/b/file") == "7000003\n", 60, "the truncation")
        target = self.cluster.folder / "target"
        self.hdfs("-get", "/a/b/file", target)
        self.assertEqual(target.read_bytes(), self.source.read_bytes()[:7000003])

    def test_new_blocks_after_a_restart(self):
        # Ids and generation stamps go on where they were: new files do not hit old blocks.
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        self.cluster.wait_live(3)
        self.cluster.hdfs("dfsadmin", "-safemode", "wait")
        self.hdfs("-put", self.source, "/new")
        self.hdfs("-rm", "-skipTrash", "/new")
        self.check()
