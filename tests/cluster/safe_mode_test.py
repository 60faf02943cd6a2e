"""Safe mode: reads yes, changes no; it ends by itself when the blocks are there."""
import unittest

from apache import cluster_under_test
from mini_cluster import wait_until

# by default 999 of 1,000 blocks are enough, which is none of one
ALL_BLOCKS = {"dfs.namenode.safemode.threshold-pct": "1.0"}


class SafeModeTest(unittest.TestCase):
    def setUp(self):
        self.cluster = cluster_under_test(datanodes=1, hdfs_site=ALL_BLOCKS)
        self.addCleanup(self.cluster.close)
        self.source = self.cluster.folder / "source"
        self.source.write_text("hello\n")
        self.cluster.hdfs("dfs", "-put", self.source, "/file")

    def state(self):
        return self.cluster.hdfs("dfsadmin", "-safemode", "get").stdout

    def test_changes_are_refused_and_reads_are_not(self):
        self.cluster.hdfs("dfsadmin", "-safemode", "enter")
        self.assertEqual(self.state(), "Safe mode is ON\n")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/file").stdout, "hello\n")
        for change in (["-mkdir", "/d"], ["-touchz", "/t"], ["-rm", "-skipTrash", "/file"], ["-mv", "/file", "/g"],
                       ["-chmod", "600", "/file"], ["-setrep", "2", "/file"]):
            with self.subTest(change):
                refused = self.cluster.hdfs("dfs", *change, check=False)
                self.assertEqual(refused.returncode, 1)
                self.assertIn("Name node is in safe mode.", refused.stderr)
        self.cluster.hdfs("dfsadmin", "-safemode", "leave")
        self.assertEqual(self.state(), "Safe mode is OFF\n")
        self.cluster.hdfs("dfs", "-mkdir", "/d")

    def test_the_namespace_is_saved_in_safe_mode_only(self):
        refused = self.cluster.hdfs("dfsadmin", "-saveNamespace", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("Safe mode should be turned ON in order to create namespace image.", refused.stderr)
        self.cluster.hdfs("dfsadmin", "-safemode", "enter")
        self.assertEqual(self.cluster.hdfs("dfsadmin", "-saveNamespace").stdout, "Save namespace successful\n")
        self.assertIn("No extra checkpoint has been made\n",
                      self.cluster.hdfs("dfsadmin", "-saveNamespace", "-beforeShutdown").stdout)
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        wait_until(lambda: self.state() == "Safe mode is OFF\n", 60, "the end of safe mode")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/file").stdout, "hello\n")

    def test_it_lasts_until_the_blocks_are_reported(self):
        for daemon in self.cluster.daemons():
            daemon.stop()
        self.cluster.namenode.start()
        self.assertEqual(self.state(), "Safe mode is ON\n")
        self.cluster.datanodes[0].start()
        wait_until(lambda: self.state() == "Safe mode is OFF\n", 60, "the end of safe mode")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/file").stdout, "hello\n")
