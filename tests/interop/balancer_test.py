"""A full cluster gets an empty DataNode, and a balancer fills it: ours and Apache's, on our daemons. Each DataNode
has a small disk of its own, which needs the right to mount one. Hadoop: TestBalancer."""
import os
import re
import subprocess
import unittest

from apache import ApacheClient
from files import digest, make_file
from mini_cluster import MiniCluster, wait_until

DISK_MIB = 200
SITE = {"dfs.blocksize": 2 << 20, "dfs.balancer.getBlocks.min-block-size": 1, "dfs.heartbeat.interval": 1,
        "dfs.namenode.redundancy.interval.seconds": 1, "dfs.datanode.du.reserved": 0,
        "dfs.namenode.redundancy.considerLoad": "false"}


def can_mount(folder):
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True).returncode != 0:
        return False
    subprocess.run(["umount", folder], check=True)
    return True


class BalancerTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=3, replication=1, hdfs_site=SITE, start=False)
        self.addCleanup(self.cluster.close)
        if os.geteuid() != 0 or not can_mount(self.cluster.folder / "try"):
            self.skipTest("no right to mount a disk")
        self.cluster.datanodes.append(self.cluster._datanode(3))
        for i in range(4):
            self.cluster.data_folder(i).mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "none", self.cluster.data_folder(i)],
                           check=True)
            self.addCleanup(subprocess.run, ["umount", "-l", self.cluster.data_folder(i)])
        newcomer = self.cluster.datanodes.pop()
        self.cluster.format()
        self.cluster.start()
        self.source = make_file(self.cluster.folder / "source", 330 << 20)
        self.cluster.hdfs("dfs", "-put", self.source, "/file")
        self.cluster.datanodes.append(newcomer.start())
        self.cluster.wait_live(4)

    def used_percent(self):
        report = self.cluster.hdfs("dfsadmin", "-report", "-live").stdout.partition("Live datanodes")[2]
        return [float(percent) for percent in re.findall(r"^DFS Used%: ([\d.]+)%", report, re.M)]

    def check_balanced(self):
        def balanced():
            used = self.used_percent()
            return len(used) == 4 and max(used) - min(used) < 25 and sum(used) < 190
        wait_until(balanced, 60, f"even DataNodes: {self.used_percent()}")
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "-f", "/file", target)
        self.assertEqual(digest(target), digest(self.source))
        self.assertIn("HEALTHY", self.cluster.hdfs("fsck", "/").stdout)

    def test_ours(self):
        self.assertLess(min(self.used_percent()), 2)
        done = self.cluster.hdfs("balancer", "-threshold", "10")
        self.assertIn("The cluster is balanced. Exiting...", done.stdout)
        self.assertIn("Balancing took", done.stdout)
        self.check_balanced()
        self.assertNotEqual(self.cluster.hdfs("dfs", "-test", "-e", "/system/balancer.id", check=False).returncode, 0)

    def test_apaches(self):
        client = ApacheClient(self.cluster)
        for _ in range(10):
            done = client.run("org.apache.hadoop.hdfs.server.balancer.Balancer", "-threshold", "10", check=False)
            # From its second iteration on this release falls over metrics of its own (HDFS-16867).
            if "MetricsException" not in done.stderr:
                break
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("The cluster is balanced. Exiting...", done.stdout)
        self.check_balanced()

    def test_two_at_a_time(self):
        first = self.cluster.start_hdfs("balancer", "-threshold", "1")
        wait_until(lambda: self.cluster.hdfs("dfsadmin", "-listOpenFiles", "-path", "/system").stdout.count("balancer.id"),
                   30, "the first balancer")
        second = self.cluster.hdfs("balancer", check=False)
        first.kill()
        first.wait()
        self.assertEqual(second.returncode, 252)
        self.assertIn("java.io.IOException: Another Balancer is running..  Exiting ...", second.stdout)

    def test_bad_arguments(self):
        for arguments, words in ((["-threshold", "0.5"], "Expecting a number in the range of [1.0, 100.0]: 0.5"),
                                 (["-threshold", "x"], "Expecting a number in the range of [1.0, 100.0]: x"),
                                 (["-policy", "luck"], "Illegal policy name: luck"),
                                 (["-include", "a", "-exclude", "b"], "cannot be specified together"),
                                 (["-nonsense"], "args = [-nonsense]")):
            ours = self.cluster.hdfs("balancer", *arguments, check=False)
            self.assertEqual(ours.returncode, 255, arguments)
            self.assertIn(words, ours.stderr)


if __name__ == "__main__":
    unittest.main()
