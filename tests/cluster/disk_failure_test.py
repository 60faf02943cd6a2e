"""Scenarios 10, 16 and 17: disks that are full, gone or may not be written. The daemons live on as far as they may,
writers hear a typed error or never notice, and no byte that was acknowledged is missing. Hadoop:
TestNameNodeResourceChecker, TestDataNodeVolumeFailure, TestDataNodeVolumeFailureToleration, TestSpaceReservation."""
import re
import shutil
import unittest

from apache import bean, cluster_under_test
from files import digest, make_file
from mini_cluster import wait_until
from small_disk import mount_small
from stepwise import OurWriter

FAST = {"dfs.heartbeat.interval": 1, "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.client.socket-timeout": 5000,
        "dfs.namenode.reconstruction.pending.timeout-sec": 5, "dfs.datanode.disk.check.min.gap": "1s",
        "dfs.datanode.disk.check.timeout": "5s"}


class DiskCase(unittest.TestCase):
    def small_disk(self, folder, mebibytes):
        mount_small(folder, mebibytes, self.addCleanup)


class FullMetadataDiskTest(DiskCase):
    """TestNameNodeResourceChecker: the NameNode's disk fills up under load."""

    def setUp(self):
        settings = {"dfs.namenode.resource.du.reserved": 20 << 20, "dfs.namenode.resource.check.interval": 200}
        self.cluster = cluster_under_test(datanodes=1, hdfs_site=settings, start=False)
        self.addCleanup(self.cluster.close)
        self.small_disk(self.cluster.folder / "name", 150)
        self.cluster.format()
        self.cluster.start()

    def test_safe_mode_instead_of_a_lost_change(self):
        cluster = self.cluster
        source = make_file(cluster.folder / "source", 1 << 20)
        cluster.hdfs("dfs", "-put", source, "/file")
        room = shutil.disk_usage(cluster.folder / "name").free
        filler = cluster.folder / "name/filler"
        filler.write_bytes(b"x" * (room - (10 << 20)))
        wait_until(lambda: "Safe mode is ON" in cluster.hdfs("dfsadmin", "-safemode", "get").stdout, 30, "safe mode")
        refused = cluster.hdfs("dfs", "-mkdir", "/d", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("Name node is in safe mode.", refused.stderr)
        self.assertIn("below the configured reserved amount 20971520", cluster.namenode.tail(100))
        target = cluster.folder / "target"
        cluster.hdfs("dfs", "-get", "/file", target)
        self.assertEqual(digest(target), digest(source))
        # With room again, and by hand, it goes on.
        filler.unlink()
        cluster.hdfs("dfsadmin", "-safemode", "leave")
        cluster.hdfs("dfs", "-mkdir", "/d")

    def test_no_room_at_all(self):
        # Between two looks at the disk it is full to the last byte: what is answered with success is there afterwards.
        cluster = self.cluster
        done = []
        filler = cluster.folder / "name/filler"
        room = shutil.disk_usage(cluster.folder / "name").free
        with filler.open("wb") as file:
            file.write(b"x" * (room - (21 << 20)))
        for i in range(400):
            if i == 5:
                with filler.open("ab") as file, self.assertRaises(OSError):
                    while True:
                        file.write(b"x" * 65536)
                        file.flush()
            made = cluster.hdfs("dfs", "-mkdir", f"/d{i}", check=False, timeout=100)
            if made.returncode != 0:
                break
            done.append(f"/d{i}")
        self.assertGreaterEqual(len(done), 5)
        self.assertLess(len(done), 400)
        cluster.namenode.kill()
        filler.unlink()
        cluster.namenode.start()
        listed = cluster.hdfs("dfs", "-ls", "-C", "/").stdout.split()
        self.assertLessEqual(set(done), set(listed))


class LostVolumeTest(DiskCase):
    """TestDataNodeVolumeFailure: one of a DataNode's disks dies, and is tolerated or not."""

    def start(self, tolerated):
        self.cluster = cluster_under_test(datanodes=3, replication=2, start=False,
                                          hdfs_site=FAST | {"dfs.datanode.failed.volumes.tolerated": tolerated})
        self.addCleanup(self.cluster.close)
        self.disks = [self.cluster.folder / f"disk{i}" for i in range(2)]
        datanode = self.cluster.datanodes[0]
        datanode.command = [f"-Ddfs.datanode.data.dir={self.disks[0]},{self.disks[1]}" if "data.dir" in str(part) else part
                            for part in datanode.command]
        for i in (1, 2):  # they have one disk only
            self.cluster.datanodes[i].command.append("-Ddfs.datanode.failed.volumes.tolerated=0")
        self.cluster.format()
        self.cluster.start()
        self.source = make_file(self.cluster.folder / "source", 1 << 20)

    def put(self, count, prefix):
        for i in range(count):
            self.cluster.hdfs("dfs", "-put", self.source, f"/{prefix}{i}")

    def lose(self, disk):
        """What was a folder is a file: every access fails, also root's."""
        disk.rename(disk.with_name("lost"))
        disk.write_text("no disk")

    def all_sound(self):
        report = self.cluster.hdfs("fsck", "/", check=False).stdout
        return "is HEALTHY" in report and re.search(r"Under-replicated blocks:\s+0 ", report) is not None

    def read_all(self, count, prefix):
        target = self.cluster.folder / "target"
        for i in range(count):
            self.cluster.hdfs("dfs", "-get", "-f", f"/{prefix}{i}", target)
            self.assertEqual(digest(target), digest(self.source))

    def test_tolerated(self):
        self.start(tolerated=1)
        self.put(8, "a")
        self.lose(self.disks[1])
        self.put(4, "b")
        self.read_all(8, "a")
        wait_until(self.all_sound, 90, "two replicas of everything elsewhere", pause=0.5)
        self.assertTrue(self.cluster.datanodes[0].running())
        state = "Hadoop:service=NameNode,name=FSNamesystemState"
        wait_until(lambda: bean(self.cluster.http_port, state)["VolumeFailuresTotal"] == 1, 30, "the failure in the report")
        self.read_all(4, "b")

    def test_not_tolerated(self):
        # The DataNode ends, and the others have its blocks soon.
        self.start(tolerated=0)
        self.put(8, "a")
        self.lose(self.disks[1])
        self.put(4, "b")
        wait_until(lambda: not self.cluster.datanodes[0].running(), 60, "the end of the DataNode")
        wait_until(self.all_sound, 90, "two replicas of everything elsewhere", pause=0.5)
        self.read_all(8, "a")
        self.read_all(4, "b")


class FullVolumeTest(DiskCase):
    """TestSpaceReservation: three writers race to fill a disk. They hear that it is full; what they had flushed can be
    read; and when it is deleted, all of the room is there again."""

    def test_writers_fill_a_disk(self):
        cluster = cluster_under_test(datanodes=1, start=False, hdfs_site=FAST | {
            "dfs.blocksize": 8 << 20, "dfs.datanode.du.reserved": 0, "fs.du.interval": 500,
            "dfs.client.block.write.locateFollowingBlock.retries": 2})
        self.addCleanup(cluster.close)
        self.small_disk(cluster.data_folder(0), 64)
        cluster.format()
        cluster.start()
        source = make_file(cluster.folder / "source", 60 << 20)
        writers = [OurWriter(cluster, source, f"/f{i}") for i in range(3)]
        flushed, open_writers = {}, dict(enumerate(writers))
        while open_writers:
            for i, writer in list(open_writers.items()):
                self.addCleanup(writer.kill)
                try:
                    writer.step("write 1000000", "hflush")
                    flushed[i] = writer.acknowledged
                except AssertionError:
                    del open_writers[i]
        self.assertTrue(cluster.datanodes[0].running())
        self.assertGreater(sum(flushed.values()), 16 << 20)
        for i, writer in enumerate(writers):
            writer.kill()
            wait_until(lambda i=i: cluster.hdfs("debug", "recoverLease", "-path", f"/f{i}", "-retries", "1", check=False)
                       .returncode == 0, 90, "the end of the lease", pause=0.5)
            content = cluster.hdfs("dfs", "-cat", f"/f{i}", text=False).stdout
            self.assertGreaterEqual(len(content), flushed[i])
            self.assertEqual(content, source.read_bytes()[:len(content)])
            cluster.hdfs("dfs", "-rm", "-skipTrash", f"/f{i}")
        # Nothing stays reserved.
        wait_until(lambda: shutil.disk_usage(cluster.data_folder(0)).free > 60 << 20, 60, "room on the disk")
        small = make_file(cluster.folder / "small", 7 << 20)
        for i in range(4):
            wait_until(lambda i=i: cluster.hdfs("dfs", "-put", "-f", small, f"/again{i}", check=False).returncode == 0, 60,
                       "room for a file", pause=0.5)


if __name__ == "__main__":
    unittest.main()
