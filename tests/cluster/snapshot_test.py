"""Snapshots over real daemons: the bytes they keep while the live files are cut, written on and deleted, and a trash
of their own for directories that have them."""
import unittest

from files import make_file
from mini_cluster import MiniCluster, wait_until

SITE = {"dfs.blocksize": 1 << 20, "dfs.namenode.snapshot.trashroot.enabled": "true"}


class SnapshotTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=3, hdfs_site=SITE, core_site={"fs.trash.interval": 60})
        cls.addClassCleanup(cls.cluster.close)
        cls.source = make_file(cls.cluster.folder / "source", 2_500_001)
        cls.content = cls.source.read_bytes()

    def hdfs(self, *arguments, **options):
        return self.cluster.hdfs("dfs", *arguments, **options).stdout

    def admin(self, *arguments, **options):
        return self.cluster.hdfs("dfsadmin", *arguments, **options)

    def read(self, path):
        target = self.cluster.folder / "target"
        self.hdfs("-get", "-f", path, target)
        return target.read_bytes()

    def length(self, path):
        return int(self.hdfs("-stat", "%b", path))

    def wait_closed(self, path):
        """-w waits for the length, which is the new one as soon as a copy is begun; Apache's does the same."""
        wait_until(lambda: "OPENFORWRITE" not in self.cluster.hdfs("fsck", path, "-openforwrite", "-files").stdout,
                   60, "the end of the truncation")

    def snapshot(self, directory, name):
        self.hdfs("-createSnapshot", directory, name)

    def prepare(self, directory):
        self.hdfs("-mkdir", directory)
        self.hdfs("-put", self.source, f"{directory}/f")
        self.admin("-allowSnapshot", directory)
        self.snapshot(directory, "s0")

    def test_cut_within_a_block_of_a_snapshot(self):
        self.prepare("/cut")
        self.hdfs("-truncate", "-w", "2200000", "/cut/f")
        self.wait_closed("/cut/f")
        self.snapshot("/cut", "s1")
        self.hdfs("-truncate", "-w", "1500000", "/cut/f")
        self.wait_closed("/cut/f")
        self.hdfs("-appendToFile", self.source, "/cut/f")
        self.assertEqual(self.read("/cut/f"), self.content[:1_500_000] + self.content)
        self.assertEqual(self.read("/cut/.snapshot/s0/f"), self.content)
        self.assertEqual(self.read("/cut/.snapshot/s1/f"), self.content[:2_200_000])
        self.hdfs("-deleteSnapshot", "/cut", "s0")
        self.assertEqual(self.read("/cut/.snapshot/s1/f"), self.content[:2_200_000])
        self.hdfs("-rm", "-skipTrash", "/cut/f")
        self.assertEqual(self.read("/cut/.snapshot/s1/f"), self.content[:2_200_000])
        health = self.cluster.hdfs("fsck", "/cut", "-includeSnapshots").stdout
        self.assertIn("HEALTHY", health)

    def test_a_cut_that_copies_outlives_the_namenode(self):
        self.prepare("/outlives")
        for datanode in self.cluster.datanodes:
            datanode.pause()
        self.hdfs("-truncate", "700003", "/outlives/f")
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        for datanode in self.cluster.datanodes:
            datanode.resume()
        self.cluster.wait_live(3)
        self.admin("-safemode", "wait")
        self.wait_closed("/outlives/f")
        self.assertEqual(self.read("/outlives/f"), self.content[:700_003])
        self.assertEqual(self.read("/outlives/.snapshot/s0/f"), self.content)

    def test_a_trash_of_its_own(self):
        self.hdfs("-mkdir", "-p", "/own/a")
        self.admin("-allowSnapshot", "/own")
        self.assertIn("drwxrwxrwt", self.hdfs("-ls", "/own"))
        self.hdfs("-put", self.source, "/own/a/f")
        self.cluster.hdfs("dfs", "-rm", "/own/a/f")
        user = self.hdfs("-ls", "/own/.Trash").split()[-1].rpartition("/")[2]
        self.assertEqual(self.length(f"/own/.Trash/{user}/Current/own/a/f"), len(self.content))
        refused = self.admin("-disallowSnapshot", "/own", check=False)
        self.assertEqual(refused.returncode, 255)
        self.assertIn("Found non-empty trash root at /own/.Trash", refused.stderr)
        self.hdfs("-expunge", "-immediate")
        self.assertNotIn("Current", self.hdfs("-ls", f"/own/.Trash/{user}"))

    def test_the_namenode_makes_what_is_missing(self):
        self.hdfs("-mkdir", "/made")
        self.admin("-allowSnapshot", "/made")
        self.hdfs("-rm", "-r", "-skipTrash", "/made/.Trash")
        self.cluster.namenode.stop()
        self.cluster.namenode.start()
        self.cluster.wait_live(3)
        self.admin("-safemode", "wait")
        wait_until(lambda: "drwxrwxrwt" in self.hdfs("-ls", "/made"), 30, "a trash")
