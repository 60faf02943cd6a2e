"""Disks that lose or change bytes while nobody reads them, and hands that move block files about: found by the
block scanner and the directory scanner, repaired from the other replicas. Hadoop: TestBlockScanner,
TestDirectoryScanner, TestCrcCorruption, TestCorruptMetadataFile."""
import unittest

from files import digest, make_file
from mini_cluster import MiniCluster, wait_until

SCANNING = {
    "dfs.datanode.scan.period.hours": "1s", "dfs.block.scanner.volume.bytes.per.second": "100m",
    "dfs.datanode.directoryscan.interval": "1s", "dfs.namenode.redundancy.interval.seconds": 1,
    "dfs.heartbeat.interval": 1, "dfs.namenode.reconstruction.pending.timeout-sec": 5,
}


class RotTest(unittest.TestCase):
    def setUp(self):
        # A node with a corrupt replica gets no other of that block before enough are elsewhere.
        self.cluster = MiniCluster(datanodes=5, replication=3, hdfs_site=SCANNING)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", 3 << 20)
        self.cluster.hdfs("dfs", "-put", self.source, "/file")

    def blocks(self, suffix=""):
        """Finalized block files, or with ".meta" their checksum files, of all DataNodes."""
        return sorted(path for path in self.cluster.folder.glob("data*/current/BP-*/current/finalized/*/*/blk_*")
                      if path.suffix == suffix)

    def wait_for_repair(self):
        def repaired():
            try:
                sound = [digest(path) == digest(self.source) for path in self.blocks()]
            except FileNotFoundError:  # it was just deleted
                return False
            report = self.cluster.hdfs("fsck", "/file", "-files", "-blocks", check=False).stdout
            return sound == [True] * 3 and "Live_repl=3" in report and "is HEALTHY" in report
        wait_until(repaired, 60, "three sound replicas")

    def read_back(self):
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "-f", "/file", target)
        self.assertEqual(digest(target), digest(self.source))

    def test_changed_bytes(self):
        with self.blocks()[0].open("r+b") as file:
            file.seek(1 << 20)
            file.write(b"rot")
        self.wait_for_repair()
        self.read_back()

    def test_two_of_three_replicas_rot(self):
        for block in self.blocks()[:2]:
            block.write_bytes(b"x" * block.stat().st_size)
        self.wait_for_repair()
        self.read_back()

    def test_an_emptied_meta_file(self):
        self.blocks(".meta")[1].write_bytes(b"")
        wait_until(lambda: [path.stat().st_size > 7 for path in self.blocks(".meta")] == [True] * 3, 60,
                   "three sound meta files")
        self.wait_for_repair()

    def test_a_cut_block(self):
        with self.blocks()[1].open("r+b") as file:
            file.truncate(1000)
        self.wait_for_repair()
        self.read_back()

    def test_a_removed_block(self):
        self.blocks()[2].unlink()
        self.wait_for_repair()

    def test_a_block_that_was_moved_away_and_back(self):
        holders = [path.relative_to(self.cluster.folder).parts[0] for path in self.blocks()]
        for i, datanode in enumerate(self.cluster.datanodes):
            if f"data{i}" != holders[0]:
                datanode.stop()
        block, meta = self.blocks()[0], self.blocks(".meta")[0]
        aside, aside_meta = self.cluster.folder / "aside", self.cluster.folder / "aside.meta"
        aside_meta.write_bytes(meta.read_bytes())
        block.rename(aside)
        wait_until(lambda: not meta.exists(), 60, "the loss to be noticed")
        aside_meta.rename(meta)
        aside.rename(block)
        wait_until(lambda: self.cluster.hdfs("dfs", "-cat", "/file", check=False, text=False).stdout
                   == self.source.read_bytes(), 60, "the replica to be found")

    def test_all_replicas_rot(self):
        # Nothing to repair it from: the file is corrupt, and every reader is told.
        for block in self.blocks():
            block.write_bytes(b"x" * block.stat().st_size)
        wait_until(lambda: "CORRUPT" in self.cluster.hdfs("fsck", "/", check=False).stdout, 60, "fsck to say so")
        done = self.cluster.hdfs("dfs", "-get", "/file", self.cluster.folder / "target", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse((self.cluster.folder / "target").exists())
        self.assertEqual(len(self.blocks()), 3, "the last replicas are never deleted")


if __name__ == "__main__":
    unittest.main()
