"""Daemons of both makers in one cluster: pipelines, copies between DataNodes, recovery, and their disks."""
import unittest

from apache import ApacheClient, MixedCluster
from files import digest, make_file, replicas
from mini_cluster import wait_until


# A file closes when one replica is finalized. An append that comes before the others are reported has a
# shorter pipeline, and where there is no fourth DataNode to complete it, Apache's documentation says: never try.
NO_FOURTH = {"dfs.client.block.write.replace-datanode-on-failure.policy": "NEVER"}


class MixedCase:
    namenode = datanodes = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = MixedCluster(cls.namenode, cls.datanodes, hdfs_site=NO_FOURTH)
        cls.addClassCleanup(cls.cluster.close)
        cls.apache = ApacheClient(cls.cluster)
        cls.source = make_file(cls.cluster.folder / "source", 20_000_003)

    def ours(self, *arguments):
        return self.cluster.hdfs("dfs", *arguments).stdout

    def check_replicas(self, put, path):
        before = [replicas(self.cluster.data_folder(i)) for i in range(3)]
        put("-put", self.source, path)

        def new(i):
            now = replicas(self.cluster.data_folder(i))
            return {name: now[name] for name in now.keys() - before[i].keys()}
        wait_until(lambda: all(len(new(i)) == 2 for i in range(3)), 30, "three finished replicas")
        self.assertEqual(new(0), new(1))
        self.assertEqual(new(0), new(2))
        self.assertIn(digest(self.source), new(0).values())

    def test_apache_writes_through_all_three(self):
        self.check_replicas(self.apache.fs, "/by-apache")

    def test_our_client_writes_through_all_three(self):
        self.check_replicas(self.ours, "/by-us")

    def test_datanodes_copy_blocks_to_one_another(self):
        # Three files of one replica: whichever maker has it, the others get it from there.
        source = make_file(self.cluster.folder / "copied", 10_000_019, seed=3)
        for i in range(3):
            self.ours("-Ddfs.replication=1", "-put", source, f"/copy{i}")
        self.apache.fs("-setrep", "-w", "3", "/copy0", "/copy1", "/copy2")
        for i in range(3):
            self.assertEqual(list(replicas(self.cluster.data_folder(i)).values()).count(digest(source)), 3)

    def test_append_flush_truncate_and_recovery(self):
        for scenario in ("append", "hflush", "truncate", "leaseRecovery"):
            with self.subTest(scenario):
                self.assertEqual(self.apache.run("FilesProgram", scenario).stdout, f"ok {scenario}\n")

    def test_checksum_is_the_same_whoever_answers(self):
        for i in range(3):
            self.ours("-Ddfs.replication=1", "-put", self.source, f"/sum{i}")
        sums = {line.split("\t", 1)[1] for line in self.ours("-checksum", "/sum0", "/sum1", "/sum2").splitlines()}
        self.assertEqual(len(sums), 1, sums)


class OurNameNodeTest(MixedCase, unittest.TestCase):
    namenode, datanodes = "ours", ["apache", "ours", "apache"]


class ApacheNameNodeTest(MixedCase, unittest.TestCase):
    namenode, datanodes = "apache", ["ours", "apache", "ours"]


class DisksChangeHandsTest(unittest.TestCase):
    """A DataNode's disk is read by the other maker's DataNode."""

    def check(self, first, second):
        with MixedCluster("apache", [first]) as cluster:
            source = make_file(cluster.folder / "source", 5_000_003)
            cluster.hdfs("dfs", "-put", source, "/file")
            cluster.hdfs("dfs", "-put", source, "/other")
            cluster.datanodes[0].stop()
            cluster.datanode_makers[0] = second
            cluster.datanodes[0].command = cluster.datanode_command_line(0)
            cluster.datanodes[0].start()
            cluster.hdfs("dfs", "-get", "/file", cluster.folder / "back")
            self.assertEqual(digest(cluster.folder / "back"), digest(source))
            cluster.hdfs("dfs", "-appendToFile", source, "/other")
            self.assertEqual(cluster.hdfs("dfs", "-stat", "%b", "/other").stdout, "10000006\n")

    def test_ours_reads_apaches(self):
        self.check("apache", "ours")

    def test_apaches_reads_ours(self):
        self.check("ours", "apache")
