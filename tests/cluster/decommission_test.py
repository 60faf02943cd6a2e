"""DataNodes that are to leave: nothing is lost, whatever happens meanwhile. Hadoop: TestDecommission,
TestDatanodeManager (include and exclude lists)."""
import re
import unittest

from files import digest, make_file
from mini_cluster import MiniCluster, wait_until

FAST = {"dfs.heartbeat.interval": 1, "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.namenode.decommission.interval": 1,
        "dfs.namenode.reconstruction.pending.timeout-sec": 5, "dfs.blocksize": 1 << 20}


class DecommissionTest(unittest.TestCase):
    def start(self, datanodes, **options):
        self.cluster = MiniCluster(datanodes=datanodes, start=False, **options)
        self.addCleanup(self.cluster.close)
        for name in ("include", "exclude"):
            (self.cluster.folder / name).write_text("")
        self.cluster.namenode.command += [f"-Ddfs.hosts={self.cluster.folder}/include",
                                          f"-Ddfs.hosts.exclude={self.cluster.folder}/exclude"]
        self.cluster.format()
        self.cluster.start()

    def name_of(self, datanode):
        return f"127.0.0.1:{self.cluster.datanode_ports[datanode][0]}"

    def list_in(self, name, datanodes):
        text = "# who\n" + "".join(f"{self.name_of(datanode)}\n" for datanode in datanodes)
        (self.cluster.folder / name).write_text(text)
        self.cluster.hdfs("dfsadmin", "-refreshNodes")

    def states(self):
        """{host:port: what `dfsadmin -report` calls its state}, of live DataNodes."""
        report = self.cluster.hdfs("dfsadmin", "-report", "-live").stdout
        return dict(re.findall(r"^Name: (\S+).*?^Decommission Status : ([^\n]*)", report, re.M | re.S))

    def wait_for(self, datanode, state, seconds=90):
        wait_until(lambda: self.states().get(self.name_of(datanode)) == state, seconds, f"{state} of {datanode}")

    def live_replicas(self, path):
        report = self.cluster.hdfs("fsck", path, "-files", "-blocks", "-locations", check=False).stdout
        return [line.count("DatanodeInfoWithStorage") for line in report.splitlines() if "DatanodeInfoWithStorage" in line]

    def put(self, path, length):
        source = make_file(self.cluster.folder / path.strip("/"), length)
        self.cluster.hdfs("dfs", "-put", source, path)
        return digest(source)

    def digest_of(self, path):
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "-f", path, target)
        return digest(target)

    def test_its_blocks_go_elsewhere_first(self):
        self.start(4, replication=2, hdfs_site=FAST)
        wanted = self.put("/file", 12 << 20)
        self.list_in("exclude", [0])
        self.wait_for(0, "Decommissioned")
        self.assertEqual([self.states()[self.name_of(i)] for i in (1, 2, 3)], ["Normal"] * 3)
        self.cluster.datanodes[0].kill()
        self.assertEqual(self.digest_of("/file"), wanted)
        self.assertTrue(all(count >= 2 for count in self.live_replicas("/file")))
        # New blocks went elsewhere too.
        more = self.put("/more", 4 << 20)
        self.assertEqual(self.digest_of("/more"), more)

    def test_it_waits_while_there_is_nowhere_to_go(self):
        self.start(2, replication=2, hdfs_site=FAST)
        wanted = self.put("/file", 3 << 20)
        self.list_in("exclude", [1])
        self.wait_for(1, "Decommission in progress")
        self.cluster.add_datanode()
        self.wait_for(1, "Decommissioned")
        self.cluster.datanodes[1].stop()
        self.assertEqual(self.digest_of("/file"), wanted)

    def test_it_may_come_back(self):
        self.start(3, replication=2, hdfs_site=FAST)
        self.put("/file", 6 << 20)
        self.list_in("exclude", [2])
        self.wait_for(2, "Decommissioned")
        self.list_in("exclude", [])
        self.wait_for(2, "Normal")
        wait_until(lambda: set(self.live_replicas("/file")) == {2}, 60, "no replica too many")

    def test_it_dies_half_way(self):
        self.start(4, replication=2, hdfs_site=FAST)
        wanted = self.put("/file", 40 << 20)
        self.list_in("exclude", [0])
        self.cluster.datanodes[0].kill()
        wait_until(lambda: self.live_replicas("/file") == [2] * 40, 90, "two replicas of each block")
        self.assertEqual(self.digest_of("/file"), wanted)

    def test_the_namenode_starts_again_meanwhile(self):
        self.start(3, replication=2, hdfs_site=FAST)
        wanted = self.put("/file", 6 << 20)
        self.list_in("exclude", [1])
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        self.wait_for(1, "Decommissioned")
        self.cluster.datanodes[1].kill()
        self.assertEqual(self.digest_of("/file"), wanted)

    def test_who_is_not_on_the_list_is_not_let_in(self):
        self.start(2, replication=1, hdfs_site=FAST)
        self.list_in("include", [0])
        wait_until(lambda: list(self.states()) == [self.name_of(0)], 60, "DataNode 1 to be sent away")
        wait_until(lambda: not self.cluster.datanodes[1].running(), 60, "DataNode 1 to end")
        self.assertIn("because the host is not in the include-list", self.cluster.datanodes[1].tail(200))
        self.list_in("include", [0, 1])
        self.cluster.datanodes[1].start()
        self.cluster.wait_live(2)


if __name__ == "__main__":
    unittest.main()
