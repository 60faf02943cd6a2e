"""Scenarios 1 and 2: the DataNodes of a pipeline die or are taken away at every stage of a write, by our client and
Apache's, and the file has every byte that was acknowledged. Hadoop: TestClientProtocolForPipelineRecovery,
TestReplaceDatanodeOnFailure."""
import re
import unittest

from apache import cluster_under_test
from files import make_file
from mini_cluster import wait_until
from slow import slow
from stepwise import ApacheWriter, OurWriter

FAST = {"dfs.heartbeat.interval": 1, "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.client.socket-timeout": 5000,
        "dfs.namenode.reconstruction.pending.timeout-sec": 5}
REPLACE = "dfs.client.block.write.replace-datanode-on-failure."
NO_MORE = "Failed to replace a bad datanode on the existing pipeline due to no more good datanodes being available"
LENGTH = 3_000_001


class PipelineCase:
    writer = None

    def start(self, datanodes, settings=None):
        self.cluster = cluster_under_test(datanodes=datanodes, replication=3, hdfs_site=FAST | (settings or {}))
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", LENGTH)

    def open(self, path, mode="create"):
        writer = self.writer(self.cluster, self.source, path, mode)
        self.addCleanup(writer.kill)
        return writer

    def stamps(self):
        """Generation stamps of the unfinished replicas, by DataNode."""
        found = {}
        for block in self.cluster.unfinished_replicas():
            for meta in block.parent.glob(f"{block.name}_*.meta"):
                found[int(block.relative_to(self.cluster.folder).parts[0].removeprefix("data"))] = \
                    int(re.fullmatch(r"blk_-?\d+_(\d+)\.meta", meta.name).group(1))
        return found

    def read_back(self, path, length=LENGTH):
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "-f", path, target)
        self.assertEqual(target.read_bytes(), self.source.read_bytes()[:length])

    def wait_for_copies(self, path, count):
        wait_until(lambda: f"Live_repl={count}" in self.cluster.hdfs("fsck", path, "-files", "-blocks", check=False)
                   .stdout, 90, f"{count} replicas of {path}", pause=0.5)

    def test_another_takes_the_place_of_a_dead_one(self):
        # Flushed bytes: the new DataNode gets a copy, and all know the block under a new stamp.
        self.start(datanodes=4)
        writer = self.open("/file")
        writer.step("write 1000000", "hflush")
        before = self.stamps()
        victim = sorted(before)[1]
        self.cluster.datanodes[victim].kill()
        writer.step("write 1000000", "hflush")
        after = self.stamps()
        del after[victim]
        self.assertEqual(len(after), 3)
        self.assertEqual(len(set(after.values())), 1)
        self.assertGreater(min(after.values()), max(before.values()))
        writer.step("write 2000000", "close")
        self.read_back("/file")
        # What it died with is of the past: nobody is sent there, and it goes.
        self.cluster.datanodes[victim].start()
        folder = self.cluster.data_folder(victim)
        wait_until(lambda: not list(folder.glob("current/BP-*/current/rbw/blk_*")), 60, "the old replica to go")
        self.wait_for_copies("/file", 3)

    def test_proposed_replacements_are_dead_too(self):
        # The NameNode has not missed them yet: the writer says who does not answer, and asks again.
        self.start(datanodes=6)
        writer = self.open("/file")
        writer.step("write 1000000", "hflush")
        inside = self.cluster.writing_datanodes()
        outside = [i for i in range(6) if i not in inside]
        for victim in (inside[0], outside[0], outside[1]):
            self.cluster.datanodes[victim].kill()
        writer.step("write 1000000", "hflush")
        self.assertIn(outside[2], self.cluster.writing_datanodes())
        writer.step("write 2000000", "close")
        self.read_back("/file")

    def test_without_a_replacement_it_is_an_error(self):
        # What had been flushed is there all the same, for whoever closes the file.
        self.start(datanodes=3)
        writer = self.open("/file")
        writer.step("write 1000000", "hflush")
        self.cluster.datanodes[1].kill()
        writer.begin("write 1000000")
        writer.begin("hflush")
        answers = [writer.answer() for _ in range(2)]
        self.assertIn(NO_MORE, answers[1])
        self.assertIn("policy is DEFAULT", answers[1])
        writer.kill()
        wait_until(lambda: self.cluster.hdfs("debug", "recoverLease", "-path", "/file", "-retries", "1", check=False)
                   .returncode == 0, 90, "the end of the lease", pause=0.5)
        length = int(self.cluster.hdfs("dfs", "-stat", "%b", "/file").stdout)
        self.assertIn(length, range(1_000_000, 2_000_001))
        self.read_back("/file", length)

    def go_on_with_two(self, settings):
        self.start(datanodes=3, settings=settings)
        writer = self.open("/file")
        writer.step("write 1000000", "hflush")
        self.cluster.datanodes[2].kill()
        writer.step("write 1000000", "hflush", "write 2000000", "close")
        self.read_back("/file")

    def test_best_effort(self):
        self.go_on_with_two({REPLACE + "best-effort": "true"})

    def test_never(self):
        self.go_on_with_two({REPLACE + "policy": "NEVER"})

    def test_one_after_the_other_while_appending(self):
        # TestReplaceDatanodeOnFailure.testAppend: the last of three does it alone.
        self.start(datanodes=3, settings={REPLACE + "best-effort": "true"})
        self.open("/file").step("write 1000000", "close")
        self.wait_for_copies("/file", 3)
        writer = self.open("/file", "append")
        writer.skip(1_000_000)
        writer.step("write 500000", "hflush")
        for victim in (0, 2):
            self.cluster.datanodes[victim].kill()
            writer.step("write 500000", "hflush")
        writer.step("write 2000000", "close")
        self.read_back("/file")
        for victim in (0, 2):
            self.cluster.datanodes[victim].start()
        self.wait_for_copies("/file", 3)
        self.read_back("/file")


class OurClientTest(PipelineCase, unittest.TestCase):
    writer = OurWriter

    def test_a_dead_one_does_not_hinder_the_close(self):
        # There is nothing left to write: the NameNode makes the third replica.
        self.start(datanodes=3)
        writer = self.open("/file")
        writer.step("write 3000001", "hflush")
        self.cluster.datanodes[0].kill()
        writer.step("close")
        self.read_back("/file")
        self.cluster.datanodes[0].start()
        self.wait_for_copies("/file", 3)


class ApacheClientTest(PipelineCase, unittest.TestCase):
    writer = ApacheWriter
    test_best_effort = slow(PipelineCase.test_best_effort)
    test_never = slow(PipelineCase.test_never)
    test_proposed_replacements_are_dead_too = slow(PipelineCase.test_proposed_replacements_are_dead_too)


if __name__ == "__main__":
    unittest.main()
