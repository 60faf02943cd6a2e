"""Scenarios 4 and 5: a writer dies and somebody else closes its file, while DataNodes and the NameNode die or hang in
the middle of that: every flushed byte is in the file. Hadoop: TestLeaseRecovery, TestLeaseRecovery2,
TestBlockRecovery, TestBlockRecovery2."""
import unittest

from apache import cluster_under_test
from files import make_file
from mini_cluster import wait_until
from stepwise import ApacheWriter, OurWriter

# A recovery that came to nothing is begun again after 30 heartbeats. For ten minutes nobody is declared dead.
FAST = {"dfs.heartbeat.interval": 1, "dfs.client.socket-timeout": 5000, "dfs.namenode.redundancy.interval.seconds": 1,
        "dfs.namenode.reconstruction.pending.timeout-sec": 5,
        "dfs.datanode.socket.write.timeout": 5000, "ipc.client.rpc-timeout.ms": 5000}
FLUSHED = 1_234_567


class LeaseCase:
    writer = None

    def setUp(self):
        self.cluster = cluster_under_test(datanodes=3, replication=3, hdfs_site=FAST)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", 2_000_000)

    def abandoned(self, path="/file", *more):
        """A file whose writer died after a flush, and perhaps some more."""
        writer = self.writer(self.cluster, self.source, path)
        self.addCleanup(writer.kill)
        writer.step(f"write {FLUSHED}", "hflush", *more)
        writer.kill()

    def recover(self, path="/file"):
        """True when the file is closed now."""
        done = self.cluster.hdfs("debug", "recoverLease", "-path", path, "-retries", "1", check=False)
        return done.returncode == 0

    def wait_until_closed(self, path="/file"):
        wait_until(lambda: self.recover(path), 120, f"{path} to be closed", pause=0.5)

    def read_back(self, path="/file"):
        wait_until(lambda: self.cluster.hdfs("dfsadmin", "-safemode", "get").stdout == "Safe mode is OFF\n", 60, "service")
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "-f", path, target)
        read = target.read_bytes()
        self.assertGreaterEqual(len(read), FLUSHED)
        self.assertEqual(read, self.source.read_bytes()[:len(read)])

    def test_the_writer_dies(self):
        self.abandoned("/file", "write 500000")
        self.wait_until_closed()
        self.read_back()

    def test_the_namenode_dies_in_between(self):
        self.abandoned()
        for datanode in self.cluster.datanodes:  # nobody answers for the recovery
            datanode.pause()
        self.assertFalse(self.recover())
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        for datanode in self.cluster.datanodes:
            datanode.resume()
        self.wait_until_closed()
        self.read_back()

    def test_the_namenode_forgets_who_has_the_block(self):
        # It has started again, and no DataNode has told it yet of what was being written. Nobody's word for the
        # block does not mean that nobody has it.
        self.abandoned()
        for datanode in self.cluster.datanodes:
            datanode.pause()
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        self.cluster.hdfs("dfsadmin", "-safemode", "leave")
        self.assertFalse(self.recover())
        for datanode in self.cluster.datanodes:
            datanode.resume()
        self.wait_until_closed()
        self.read_back()

    def test_everything_is_killed_and_the_oldest_replica_comes_first(self):
        # One DataNode died early and missed the rest; of all it is back first.
        writer = self.writer(self.cluster, self.source, "/file")
        self.addCleanup(writer.kill)
        writer.step("write 1000", "hflush")
        self.cluster.add_datanode()
        self.cluster.wait_live(4)
        early = self.cluster.writing_datanodes()[0]
        self.cluster.datanodes[early].kill()
        writer.step(f"write {FLUSHED - 1000}", "hflush")
        writer.kill()
        for daemon in self.cluster.daemons():
            if daemon.running():
                daemon.kill()
        self.cluster.namenode.start()
        self.cluster.datanodes[early].start()
        self.cluster.hdfs("dfsadmin", "-safemode", "leave")
        self.cluster.wait_live(1)
        self.recover()
        others = [datanode for datanode in self.cluster.datanodes if not datanode.running()]
        wait_until(lambda: "recover" in self.cluster.datanodes[early].tail(100) or self.recover(), 60, "an attempt")
        for datanode in others:
            datanode.start()
        self.wait_until_closed()
        self.read_back()

    def test_a_datanode_dies_in_between(self):
        self.abandoned()
        self.cluster.datanodes[0].pause()
        self.recover()
        self.cluster.datanodes[0].kill()
        self.wait_until_closed()
        self.read_back()

    def test_somebody_appends_meanwhile(self):
        # Recovery by another client while the writer lives: from then on the first one is refused.
        writer = self.writer(self.cluster, self.source, "/file")
        self.addCleanup(writer.kill)
        writer.step(f"write {FLUSHED}", "hflush")
        self.wait_until_closed()
        self.cluster.hdfs("dfs", "-appendToFile", self.source, "/file")
        writer.begin("write 1000")
        writer.begin("close")
        answers = [writer.answer(), writer.answer()]
        self.assertTrue(answers[-1].startswith("error "), answers)
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "-f", "/file", target)
        content = self.source.read_bytes()
        self.assertEqual(target.read_bytes(), content[:FLUSHED] + content)


class OurClientTest(LeaseCase, unittest.TestCase):
    writer = OurWriter


class ApacheClientTest(unittest.TestCase):
    """The NameNode and the DataNodes do the work: one case of Apache's client is enough."""
    writer = ApacheWriter
    setUp, abandoned, recover = LeaseCase.setUp, LeaseCase.abandoned, LeaseCase.recover
    wait_until_closed, read_back = LeaseCase.wait_until_closed, LeaseCase.read_back
    test_the_writer_dies = LeaseCase.test_the_writer_dies


if __name__ == "__main__":
    unittest.main()
