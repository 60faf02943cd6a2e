"""DataNodes in maintenance: they go and come back, and nobody copies their blocks meanwhile. Hadoop:
TestMaintenanceState, TestCombinedHostsFileReader."""
import json
import re
import time
import unittest

from files import digest, make_file
from mini_cluster import MiniCluster, wait_until

FAST = {"dfs.heartbeat.interval": 1, "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.namenode.decommission.interval": 1,
        "dfs.namenode.reconstruction.pending.timeout-sec": 5, "dfs.blocksize": 1 << 20}
PROVIDER = "org.apache.hadoop.hdfs.server.blockmanagement.CombinedHostFileManager"
HOUR_MS = 3_600_000


class MaintenanceTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=3, replication=2, hdfs_site=FAST, start=False)
        self.addCleanup(self.cluster.close)
        self.hosts = self.cluster.folder / "hosts.json"
        self.cluster.namenode.command += [f"-Ddfs.hosts={self.hosts}",
                                          f"-Ddfs.namenode.hosts.provider.classname={PROVIDER}"]
        self.hosts.write_text("")
        self.cluster.format()
        self.cluster.start()

    def say(self, text):
        self.hosts.write_text(text)
        return self.cluster.hdfs("dfsadmin", "-refreshNodes", check=False)

    def say_of_first(self, **properties):
        """The others are in service."""
        ports = [ports[0] for ports in self.cluster.datanode_ports]
        nodes = [{"hostName": "127.0.0.1", "port": port} for port in ports]
        nodes[0].update(properties)
        self.assertEqual(self.say(json.dumps(nodes)).returncode, 0)

    def report(self, *options):
        return self.cluster.hdfs("dfsadmin", "-report", *options).stdout

    def wait_for(self, state):
        name = f"127.0.0.1:{self.cluster.datanode_ports[0][0]}"
        pattern = re.compile(rf"^Name: {name}.*?^Decommission Status : {state}$", re.M | re.S)
        wait_until(lambda: pattern.search(self.report("-live")), 90, state)

    def replicas(self):
        """Files of finished replicas, of all DataNodes but the first."""
        return sorted(path for i in (1, 2) for path in
                      self.cluster.data_folder(i).glob("current/BP-*/current/finalized/**/blk_*[0-9]"))

    def put(self):
        source = make_file(self.cluster.folder / "source", 8 << 20)
        self.cluster.hdfs("dfs", "-put", source, "/file")
        wait_until(lambda: "is HEALTHY" in self.cluster.hdfs("fsck", "/file", check=False).stdout, 60, "two replicas")
        return digest(source)

    def test_it_may_die_without_its_blocks_being_copied(self):
        wanted = self.put()
        before = self.replicas()
        self.say_of_first(adminState="IN_MAINTENANCE", maintenanceExpireTimeInMS=int(time.time() * 1000) + HOUR_MS)
        self.wait_for("In maintenance")
        self.assertIn("In maintenance datanodes (1):", self.report("-inmaintenance"))
        self.cluster.datanodes[0].kill()
        wait_until(lambda: "Dead datanodes (1):" in self.report("-dead"), 90, "its death")
        self.assertIn("is HEALTHY", self.cluster.hdfs("fsck", "/file").stdout)
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "/file", target)
        self.assertEqual(digest(target), wanted)
        self.assertEqual(self.replicas(), before)
        # It does not come back: now each block has both replicas on the others.
        self.say_of_first()
        wait_until(lambda: len(self.replicas()) == 16, 90, "copies of what it had")

    def test_only_copies_are_moved_first(self):
        # Of one replica there must be another one before the DataNode may rest.
        self.put()
        self.cluster.hdfs("dfs", "-setrep", "1", "/file")
        everywhere = "data*/current/BP-*/current/finalized/**/blk_*[0-9]"
        wait_until(lambda: len(list(self.cluster.folder.glob(everywhere))) == 8, 90, "one replica each")
        self.say_of_first(adminState="IN_MAINTENANCE")
        self.wait_for("In maintenance")
        self.assertEqual(len(self.replicas()), 8)
        self.say_of_first(adminState="NORMAL")
        self.wait_for("Normal")

    def test_a_bad_file_changes_nothing(self):
        self.assertNotEqual(self.say('[{"hostName": "127.0.0.1", "adminState": "ASLEEP"}]').returncode, 0)
        self.assertNotEqual(self.say('{"hostName": 5}').returncode, 0)
        self.assertNotEqual(self.say('{"hostName": "127.0.0.1"').returncode, 0)
        self.assertEqual(self.cluster.live_datanodes(), 3)
        # One object after the other, as older files are written; nobody is in service, so all may come.
        text = json.dumps({"hostName": "127.0.0.1", "port": self.cluster.datanode_ports[0][0],
                           "adminState": "DECOMMISSIONED"})
        self.assertEqual(self.say(text + "\n" + text).returncode, 0)
        self.wait_for("Decommissioned")
        self.assertEqual(self.cluster.live_datanodes(), 3)


if __name__ == "__main__":
    unittest.main()
