"""The NameNode empties the trash of every user by itself: what is deleted becomes a checkpoint at the checkpoint
interval, and is gone after the deletion interval. Nobody runs -expunge."""
import re
import unittest

from mini_cluster import MiniCluster, wait_until

SHORT = {"fs.trash.interval": "6s", "fs.trash.checkpoint.interval": "2s"}


class TrashTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=1, core_site=SHORT)
        self.addCleanup(self.cluster.close)

    def listed(self, path):
        return self.cluster.hdfs("dfs", "-ls", "-R", "-C", path, check=False).stdout.split()

    def test_trash_of_all_users(self):
        self.cluster.hdfs("dfs", "-mkdir", "-p", "/user/alice/.Trash/Current/notes", "/user/bob/.Trash/mine", "/data")
        self.cluster.hdfs("dfs", "-chown", "-R", "alice", "/user/alice")
        self.cluster.hdfs("dfs", "-chmod", "-R", "700", "/user/alice")
        self.cluster.hdfs("dfs", "-touchz", "/data/f")
        self.cluster.hdfs("dfs", "-rm", "/data/f")
        checkpoint = re.compile(r"/user/\w+/\.Trash/\d{12}(-\d+)?/(data/f|notes)$")

        def checkpointed():
            lines = self.listed("/user")
            return sum(bool(checkpoint.match(line)) for line in lines) == 2
        wait_until(checkpointed, 20, "two checkpoints")
        wait_until(lambda: not any(checkpoint.match(line) for line in self.listed("/user")), 30, "an empty trash")
        # what is no checkpoint is nobody's business
        self.assertIn("/user/bob/.Trash/mine", self.listed("/user/bob"))
        self.assertEqual(self.listed("/data"), [])
