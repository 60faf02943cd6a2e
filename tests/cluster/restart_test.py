"""Data at rest survives a restart of every daemon, and safe mode ends by itself when it is all back."""
import unittest

from mini_cluster import BIN, MiniCluster, ROOT, wait_until

BOOK = ROOT / "deploy/books/alice29.txt"


class RestartTest(unittest.TestCase):
    def test_everything_is_there_after_all_daemons_restarted(self):
        with MiniCluster(datanodes=3) as cluster:
            cluster.hdfs("dfs", "-mkdir", "-p", "/a/b")
            cluster.hdfs("dfs", "-put", BOOK, "/a/b/book")
            cluster.hdfs("dfs", "-chmod", "640", "/a/b/book")
            before = cluster.hdfs("dfs", "-ls", "-R", "/").stdout
            for daemon in cluster.daemons():
                self.assertEqual(daemon.stop(), 0, f"{daemon.name} did not stop in good order:\n{daemon.tail()}")
            cluster.start()
            cluster.hdfs("dfsadmin", "-safemode", "wait")
            self.assertEqual(cluster.hdfs("dfs", "-ls", "-R", "/").stdout, before)
            self.assertEqual(cluster.hdfs("dfs", "-cat", "/a/b/book", text=False).stdout, BOOK.read_bytes())

    def test_a_namenode_without_datanodes_stays_in_safe_mode_and_answers_reads(self):
        with MiniCluster(datanodes=1) as cluster:
            cluster.hdfs("dfs", "-put", BOOK, "/book")
            for daemon in cluster.daemons():
                daemon.stop()
            cluster.namenode.start()
            self.assertIn("Safe mode is ON", cluster.hdfs("dfsadmin", "-safemode", "get").stdout)
            self.assertIn("/book", cluster.hdfs("dfs", "-ls", "/").stdout)
            refused = cluster.hdfs("dfs", "-mkdir", "/new", check=False)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("Name node is in safe mode", refused.stderr)
            cluster.datanodes[0].start()
            wait_until(lambda: "OFF" in cluster.hdfs("dfsadmin", "-safemode", "get").stdout, 30, "safe mode off")
            cluster.hdfs("dfs", "-mkdir", "/new")

    def test_a_replica_lost_with_its_datanode_is_made_again(self):
        keys = {"dfs.namenode.heartbeat.recheck-interval": 500, "dfs.heartbeat.interval": 1}
        with MiniCluster(datanodes=3, replication=2, hdfs_site=keys) as cluster:
            cluster.hdfs("dfs", "-put", BOOK, "/book")
            holders = [d for d in cluster.datanodes if list(cluster.folder.glob(f"data{d.name[-1]}/**/blk_*[0-9]"))]
            self.assertEqual(len(holders), 2)
            holders[0].kill()
            other = next(d for d in cluster.datanodes if d not in holders)
            wait_until(lambda: list(cluster.folder.glob(f"data{other.name[-1]}/**/finalized/**/blk_*[0-9]")), 60,
                       "a new replica")
            self.assertEqual(cluster.hdfs("dfs", "-cat", "/book", text=False).stdout, BOOK.read_bytes())


if __name__ == "__main__":
    unittest.main()
