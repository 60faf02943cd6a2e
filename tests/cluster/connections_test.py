"""Connections of a client to DataNodes: kept between operations, and given up when the DataNode has hung up."""
import unittest

from mini_cluster import MiniCluster


class ConnectionsTest(unittest.TestCase):
    def checksums(self, **hdfs_site):
        """Of three files, asked for by one command."""
        cluster = MiniCluster(datanodes=1, hdfs_site=hdfs_site)
        self.addCleanup(cluster.close)
        for name in ("a", "b", "c"):
            cluster.hdfs("dfs", "-put", "-", f"/{name}", input=name * 10)
        return [line.split()[0] for line in cluster.hdfs("dfs", "-checksum", "/a", "/b", "/c").stdout.splitlines()]

    def test_kept_and_hung_up(self):
        names = ["/a", "/b", "/c"]
        self.assertEqual(self.checksums(), names)
        self.assertEqual(self.checksums(**{"dfs.datanode.socket.reuse.keepalive": 0}), names)
        self.assertEqual(self.checksums(**{"dfs.client.socketcache.capacity": 0}), names)


if __name__ == "__main__":
    unittest.main()
