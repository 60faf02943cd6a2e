"""Scenarios 19 and 20: DataNodes that hang and come back, that come back empty or twice, and a NameNode that was
frozen: nobody who lives is declared dead for good, and of the copies made meanwhile the superfluous ones go, never
the last good one. Hadoop: TestHeartbeatHandling, TestDeadDatanode, TestDataNodeUUID, TestNameNodePrunesMissingStorages,
TestOverReplicatedBlocks, TestUnderReplicatedBlocks, TestNodeCount."""
import re
import shutil
import time
import unittest

from apache import bean, cluster_under_test
from files import digest, make_file, replicas
from mini_cluster import wait_until

# dead after 2 × 0.5 s + 10 × 0.3 s of silence
FAST = {"dfs.heartbeat.interval": "300ms", "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.namenode.reconstruction.pending.timeout-sec": 5,
        "dfs.client.socket-timeout": 5000, "dfs.namenode.stale.datanode.interval": 3000}
STATE = "Hadoop:service=NameNode,name=FSNamesystemState"


class NodesTest(unittest.TestCase):
    def setUp(self):
        self.cluster = cluster_under_test(datanodes=3, replication=2, hdfs_site=FAST)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", 1 << 20)
        for i in range(6):
            self.cluster.hdfs("dfs", "-put", self.source, f"/f{i}")

    def state(self, name):
        return bean(self.cluster.http_port, STATE)[name]

    def wait_dead(self, count):
        wait_until(lambda: self.state("NumDeadDataNodes") == count, 60, f"{count} dead DataNodes")

    def sound(self, replication=2):
        """Every block has just its replicas, on the disks as well as in the NameNode's mind."""
        report = self.cluster.hdfs("fsck", "/", check=False).stdout
        if "is HEALTHY" not in report or not re.search(r"(?i)over-replicated blocks:\s+0 ", report) \
                or not re.search(r"(?i)under-replicated blocks:\s+0 ", report):
            return False
        try:
            found = [name for i in range(len(self.cluster.datanodes)) for name in replicas(self.cluster.data_folder(i))]
        except FileNotFoundError:  # one was just deleted
            return False
        blocks = [name for name in found if not name.endswith(".meta")]
        return len(set(blocks)) == 6 and all(blocks.count(name) == replication for name in blocks)

    def wait_sound(self):
        wait_until(self.sound, 90, "two replicas of each block", pause=0.5)

    def read_all(self):
        target = self.cluster.folder / "target"
        for i in range(6):
            self.cluster.hdfs("dfs", "-get", "-f", f"/f{i}", target)
            self.assertEqual(digest(target), digest(self.source))

    def test_one_hangs_and_wakes_up(self):
        # Its blocks are copied; when it is back there are too many, and those in excess go.
        self.cluster.datanodes[0].pause()
        self.wait_dead(1)
        wait_until(lambda: self.state("UnderReplicatedBlocks") == 0, 60, "copies of its blocks")
        self.cluster.datanodes[0].resume()
        self.wait_dead(0)
        self.wait_sound()
        self.read_all()

    def test_the_namenode_was_frozen(self):
        # To its clock all DataNodes were silent for longer than the dead may be. They live: nothing is copied.
        self.cluster.namenode.pause()
        before = [sorted(replicas(self.cluster.data_folder(i))) for i in range(3)]
        time.sleep(6)
        self.cluster.namenode.resume()
        self.cluster.wait_live(3)
        self.wait_sound()
        self.read_all()
        self.assertEqual([sorted(replicas(self.cluster.data_folder(i))) for i in range(3)], before)

    def test_it_comes_back_empty(self):
        # A new disk at the old address: a new DataNode, the old one is forgotten, its blocks are copied.
        self.cluster.datanodes[1].kill()
        shutil.rmtree(self.cluster.data_folder(1))
        self.cluster.datanodes[1].start()
        self.wait_sound()
        self.read_all()
        self.assertEqual(self.state("NumLiveDataNodes"), 3)

    def test_a_disk_was_copied(self):
        # Two processes of one identity, at two addresses: one of them is believed at a time, and none of them has
        # blocks deleted that the other has.
        clone = len(self.cluster.datanodes)
        self.cluster.datanodes[0].stop()
        shutil.copytree(self.cluster.data_folder(0), self.cluster.data_folder(clone))
        self.cluster.datanodes[0].start()
        self.cluster.wait_live(3)
        self.cluster.add_datanode()
        wait_until(lambda: f":{self.cluster.datanode_ports[clone][0]}" in self.cluster.hdfs("dfsadmin", "-report").stdout,
                   60, "the clone to register")
        self.cluster.datanodes[clone].kill()
        self.cluster.datanodes[0].stop()
        shutil.rmtree(self.cluster.data_folder(clone))
        self.cluster.datanodes[0].start()
        self.cluster.wait_live(3)
        self.wait_sound()
        self.read_all()

    def test_all_but_one_are_cut_off_in_turn(self):
        # Whatever is deleted as superfluous, each file can be read when all are back.
        for victim in (0, 1, 2, 0):
            self.cluster.datanodes[victim].pause()
            self.wait_dead(1)
            self.cluster.datanodes[victim].resume()
            self.wait_dead(0)
        self.wait_sound()
        self.read_all()


if __name__ == "__main__":
    unittest.main()
