"""Scenario 8: the tail of the NameNode's journal is torn, as a power cut leaves it, or damaged, as a bad disk does. A torn
one costs nothing that was answered; damage to what was answered for is refused loudly, not passed over. Hadoop:
TestNameNodeRecovery, TestEditLog, TestFSEditLogLoader."""
import shutil
import struct
import unittest

from mini_cluster import MiniCluster

HEADER = struct.Struct(">IIQI")


class DamagedJournalTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=0, replication=1)
        self.addCleanup(self.cluster.close)
        for i in range(10):
            self.cluster.hdfs("dfs", "-mkdir", f"/d{i}")
        self.cluster.namenode.kill()
        self.whole = self.cluster.folder / "whole"
        shutil.copytree(self.cluster.folder / "name", self.whole)

    def frames(self):
        """(file, offset, bytes) of the frames, the oldest first."""
        found = []
        for path in sorted((self.cluster.folder / "name").rglob("*")):
            if not path.is_file() or "journal" not in str(path.relative_to(self.cluster.folder)):
                continue
            data, at = path.read_bytes(), 0
            while len(data) - at > HEADER.size:
                magic, _, number, size = HEADER.unpack_from(data, at)
                if magic == 0:
                    break
                found.append((number, path, at, HEADER.size + size))
                at += HEADER.size + size
        self.assertGreaterEqual(len(found), 10)
        return [frame[1:] for frame in sorted(found)]

    def listed(self):
        self.cluster.namenode.start()
        return self.cluster.hdfs("dfs", "-ls", "-C", "/").stdout.split()

    def overwrite(self, path, offset, data):
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    def test_garbage_behind_the_last_frame(self):
        path, offset, size = self.frames()[-1]
        self.overwrite(path, offset + size, b"\xa5" * 300)
        self.assertEqual(self.listed(), [f"/d{i}" for i in range(10)])

    def test_the_last_frame_is_torn(self):
        # It was being written when the power went: what is before it stays, and the NameNode goes on from there.
        path, offset, size = self.frames()[-1]
        self.overwrite(path, offset + size // 2, b"\0" * (size - size // 2))
        listed = self.listed()
        self.assertEqual(listed, [f"/d{i}" for i in range(len(listed))])
        self.assertGreaterEqual(len(listed), 9)
        self.cluster.hdfs("dfs", "-mkdir", "/more")
        self.cluster.namenode.kill()
        self.assertIn("/more", self.listed())

    def test_a_damaged_frame_is_refused(self):
        path, offset, size = self.frames()[4]
        self.overwrite(path, offset + size - 3, b"rot")
        with self.assertRaises(RuntimeError):
            self.cluster.namenode.start()
        self.assertRegex(self.cluster.namenode.tail(), "(?i)journal")
        # With the disk's backup everything is there.
        shutil.rmtree(self.cluster.folder / "name")
        shutil.copytree(self.whole, self.cluster.folder / "name")
        self.assertEqual(self.listed(), [f"/d{i}" for i in range(10)])


if __name__ == "__main__":
    unittest.main()
