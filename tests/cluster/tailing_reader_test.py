"""Scenarios 3 and 22: many writers at once, and a reader that follows one of them, while DataNodes and the NameNode are
killed: a reader never sees a byte go back, and all that was flushed is there in the end. Hadoop: TestDatanodeDeath,
TestHFlush, TestFileConcurrentReader, TestFileAppend4."""
import os
import random
import threading
import unittest

from apache import cluster_under_test
from files import make_file
from mini_cluster import wait_until
from slow import slow
from stepwise import ApacheWriter, OurWriter

BLOCK = 1 << 19
FAST = {"dfs.heartbeat.interval": 1, "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.client.socket-timeout": 5000,
        "dfs.namenode.reconstruction.pending.timeout-sec": 5, "dfs.blocksize": BLOCK,
        # For the rest of a block a writer avoids whom it saw fail: there are never more than two in one.
        # While one DataNode is down there is one to take its place; when it is late, the others go on.
        "dfs.client.block.write.replace-datanode-on-failure.best-effort": "true",
        # Apache's client asks a NameNode that is down again only if it is told so.
        "dfs.client.retry.policy.enabled": "true", "dfs.client.retry.policy.spec": "200,100"}
STEP = 100_000


class FollowedTest(unittest.TestCase):
    def start(self, length):
        self.cluster = cluster_under_test(datanodes=4, replication=3, hdfs_site=FAST)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", length)
        self.content = self.source.read_bytes()

    def read(self, path):
        done = self.cluster.hdfs("dfs", "-cat", path, text=False, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(done.stdout, self.content[:len(done.stdout)])
        return len(done.stdout)

    def write_and_follow(self, writer, path, faults):
        """Flushes piece by piece; before each of them a fault of the list, if there is one."""
        seen = 0
        for fault in faults:
            fault()
            writer.step(f"write {STEP}", "hflush")
            length = self.read(path)
            self.assertGreaterEqual(length, writer.acknowledged)
            self.assertGreaterEqual(length, seen)
            seen = length
        writer.step("close")
        self.assertEqual(self.read(path), writer.acknowledged)

    def restart(self, daemon):
        daemon.kill()
        daemon.start()
        self.cluster.wait_live(4)

    def follow(self, kind):
        self.start(5_000_000)
        datanodes, namenode = self.cluster.datanodes, self.cluster.namenode
        faults = [None, datanodes[0], None, namenode, datanodes[1], None, namenode, datanodes[2], datanodes[3], None]
        with kind(self.cluster, self.source, "/file") as writer:
            self.write_and_follow(writer, "/file", [(lambda victim=victim: victim and self.restart(victim))
                                                    for victim in faults * 2])

    def test_our_writer(self):
        self.follow(OurWriter)

    @slow
    def test_apaches_writer(self):
        self.follow(ApacheWriter)

    def crowd(self, writers, kills, seconds):
        """Writers that flush as fast as they can; meanwhile one DataNode after the other is killed and comes back. Of two
        kills at most one falls into a block."""
        self.start(40_000_000)
        stop, failures, done, running = threading.Event(), [], [], {}

        def write(index):
            path = f"/crowd{index}"
            try:
                with OurWriter(self.cluster, self.source, path) as writer:
                    running[path] = writer
                    while not stop.is_set() and writer.acknowledged < len(self.content) - STEP:
                        writer.step(f"write {STEP}", "hflush")
                    writer.step("close")
                    done.append((path, writer.acknowledged))
            except AssertionError as error:
                failures.append(error)
            finally:
                running.pop(path, None)

        threads = [threading.Thread(target=write, args=[i], daemon=True) for i in range(writers)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(running) == writers or failures, 60, "all writers")
        chance = random.Random(3)
        for _ in range(kills):
            stop.wait(chance.uniform(0, seconds))
            self.restart(chance.choice(self.cluster.datanodes))
            goals = {path: writer.acknowledged + 2 * BLOCK for path, writer in list(running.items())}
            wait_until(lambda goals=goals: all(writer.acknowledged >= goals.get(path, 0)
                                               for path, writer in list(running.items())), 120, "the writers to go on")
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(done), writers)
        for path, acknowledged in done:
            self.assertEqual(self.read(path), acknowledged)
        wait_until(lambda: "is HEALTHY" in self.cluster.hdfs("fsck", "/", check=False).stdout, 60, "a sound file system")

    @slow
    def test_six_writers(self):
        self.crowd(writers=6, kills=6, seconds=0.5)

    @slow
    def test_twenty_writers(self):
        self.crowd(writers=20, kills=int(os.environ.get("MAMMOTH_KILLS", 60)), seconds=4)


if __name__ == "__main__":
    unittest.main()
