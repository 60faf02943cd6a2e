"""Daemons that lose their power: what was acknowledged is there afterwards."""
import os
import random
import signal
import subprocess
import time
import unittest

from apache import ApacheClient, cluster_under_test
from files import digest, make_file
from mini_cluster import BIN, wait_until
from slow import slow

KILLS = int(os.environ.get("MAMMOTH_KILLS", 100))
# a DataNode counts as dead after 11 s and its blocks are copied soon; with the defaults it takes ten minutes
FAST = {"dfs.heartbeat.interval": 1, "dfs.namenode.heartbeat.recheck-interval": 500,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.namenode.stale.datanode.interval": 3000,
        # a copy ordered from a DataNode that was dead already is ordered again
        "dfs.namenode.reconstruction.pending.timeout-sec": 5,
        # instead of a minute, for whoever waits for a DataNode
        "dfs.client.socket-timeout": 5000}


class DataNodeKillTest(unittest.TestCase):
    def setUp(self):
        self.cluster = cluster_under_test(datanodes=3, hdfs_site=FAST)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", 300 << 20)

    def wait_for_three_copies(self, path):
        client = ApacheClient(self.cluster)
        wait_until(lambda: client.run("Locations", path).stdout.split() == ["3", "3", "3"], 180,
                   f"three replicas of each block of {path}", pause=2)

    def write_and_kill(self):
        """Apache's client writes 300 MB; a DataNode of the pipeline dies in the middle of a block."""
        client = ApacheClient(self.cluster)
        with self.source.open("rb") as source:
            writer = client.start("org.apache.hadoop.fs.FsShell", "-put", "-", "/file", stdin=source)
            self.cluster.wait_until_writing(3)
            victim = random.Random(5).choice(self.cluster.writing_datanodes())
            self.cluster.datanodes[victim].kill()
            _, errors = writer.communicate(timeout=600)
        self.assertEqual(writer.returncode, 0, errors)
        return victim

    def read_back(self):
        target = self.cluster.folder / "target"
        ApacheClient(self.cluster).fs("-get", "-f", "/file", target)
        self.assertEqual(digest(target), digest(self.source))

    def test_killed_while_writing_and_replaced(self):
        # A fourth DataNode takes the place of the dead one.
        self.cluster.add_datanode()
        self.cluster.wait_live(4)
        self.write_and_kill()
        self.read_back()
        self.wait_for_three_copies("/file")

    def test_killed_while_writing_and_restarted(self):
        # With two left the write ends; the third replica comes back with its DataNode.
        victim = self.write_and_kill()
        self.read_back()
        self.cluster.datanodes[victim].start()
        self.wait_for_three_copies("/file")
        self.read_back()

    def test_killed_while_reading(self):
        # The reader goes on with another replica.
        self.cluster.hdfs("dfs", "-put", self.source, "/file")
        target = self.cluster.folder / "target"
        reader = ApacheClient(self.cluster).start("org.apache.hadoop.fs.FsShell", "-get", "/file", target)
        part = target.with_name("target._COPYING_")
        wait_until(lambda: part.exists() and part.stat().st_size > 1 << 20, 60, "the first megabyte")
        self.cluster.datanodes[0].kill()
        _, errors = reader.communicate(timeout=600)
        self.assertEqual(reader.returncode, 0, errors)
        self.assertEqual(digest(target), digest(self.source))

    def pause_while_writing(self, start, command):
        """A DataNode that hangs is worse than a dead one: nobody says that the connection is gone."""
        with self.source.open("rb") as source:
            writer = start(*command, "-put", "-", "/file", stdin=source)
            self.cluster.wait_until_writing(3)
            self.cluster.datanodes[2].pause()
            _, errors = writer.communicate(timeout=600)
        self.cluster.datanodes[2].resume()
        self.assertEqual(writer.returncode, 0, errors)
        self.read_back()

    @slow  # the client waits out its time limits
    def test_paused_while_apaches_client_writes(self):
        self.pause_while_writing(ApacheClient(self.cluster).start, ["org.apache.hadoop.fs.FsShell"])

    @slow  # the client waits out its time limits
    def test_paused_while_our_client_writes(self):
        self.pause_while_writing(self.cluster.start_hdfs, ["dfs"])

    def test_everything_killed_after_hsync(self):
        # hsync means that the bytes are on the disks of all three.
        client = ApacheClient(self.cluster)
        writer = client.start("HoldOpen", "/held", "5000000", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.assertEqual(writer.stdout.readline(), "synced\n")
        for daemon in self.cluster.daemons():
            daemon.kill()
        writer.kill()
        writer.communicate()
        self.cluster.start()
        client.run("FilesProgram", "recoverHeld")

    def test_replicas_are_removed_with_their_file(self):
        self.cluster.hdfs("dfs", "-put", self.source, "/file")
        self.cluster.hdfs("dfs", "-rm", "-skipTrash", "/file")
        folders = [self.cluster.data_folder(i) for i in range(3)]
        wait_until(lambda: not any(list(folder.glob("current/BP-*/current/finalized/**/blk_*")) for folder in folders), 60,
                   "the blocks of a deleted file to go")


class NameNodeKillTest(unittest.TestCase):
    def test_killed_again_and_again_under_load(self):
        # kill -9 at random moments of a create, rename and delete load: nothing acknowledged is lost, nothing
        # deleted comes back, no rename is done by half.
        with cluster_under_test(datanodes=0, replication=1) as cluster:
            log = cluster.folder / "operations"
            address = f"127.0.0.1:{cluster.namenode_port}"
            load = subprocess.Popen([BIN / "namespace_load", "run", address, log], stdout=subprocess.PIPE, text=True)
            try:
                moments = random.Random(7)
                for kill in range(KILLS):
                    time.sleep(moments.uniform(0.05, 0.5))
                    cluster.namenode.kill()
                    load.send_signal(signal.SIGSTOP)
                    cluster.namenode.start()
                    self.verify(cluster, address, log, "100", f"after kill {kill + 1}")
                    load.send_signal(signal.SIGCONT)
                load.terminate()
                refusals, _ = load.communicate(timeout=60)
                self.assertEqual(load.returncode, 0, refusals)
                print(self.verify(cluster, address, log, "0", "in the end"), end=" ", flush=True)
            finally:
                load.kill()
                load.communicate()

    def verify(self, cluster, address, log, sample, when):
        wait_until(lambda: "OFF" in cluster.hdfs("dfsadmin", "-safemode", "get").stdout, 60, "the end of safe mode")
        done = cluster.run(BIN / "namespace_load", "verify", address, log, sample)
        self.assertEqual(done.returncode, 0, f"{when}: {done.stdout}{done.stderr}")
        return done.stdout.strip()
