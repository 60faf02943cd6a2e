"""A replica with a wrong byte: refused, unless -ignoreCrc asks for what there is."""
import unittest

from mini_cluster import MiniCluster


class IgnoreCrcTest(unittest.TestCase):
    def test_cat_and_get(self):
        with MiniCluster(hdfs_site={"dfs.client.retry.window.base": 10}) as cluster:
            source = cluster.folder / "source"
            target = cluster.folder / "target"
            source.write_bytes(b"x" * 100_000)
            cluster.hdfs("dfs", "-put", source, "/file")
            [replica] = [path for path in cluster.data_folder(0).glob("current/BP-*/current/finalized/**/blk_*")
                         if path.suffix != ".meta"]
            wrong = b"x" * 50_000 + b"y" + b"x" * 49_999
            replica.write_bytes(wrong)
            self.assertEqual(cluster.hdfs("dfs", "-cat", "-ignoreCrc", "/file").stdout.encode(), wrong)
            cluster.hdfs("dfs", "-get", "-ignoreCrc", "/file", target)
            self.assertEqual(target.read_bytes(), wrong)
            refused = cluster.hdfs("dfs", "-cat", "/file", check=False)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("Could not obtain block", refused.stderr)


if __name__ == "__main__":
    unittest.main()
