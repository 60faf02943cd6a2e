"""Local disks of executors that are full or gone: tasks fail with the system's words and go on elsewhere, a job ends
with its right answer or one clear error, and nothing stays behind."""
import unittest

from small_disk import mount_small
from spark_cluster import Scratch, StandaloneCluster, wait_until

CLUSTER = "local-cluster[2,1,1024]"
RIGHT = "40960 records, first 40959\n"


class SparkDiskTest(unittest.TestCase):
    def setUp(self):
        self.scratch = Scratch()
        self.addCleanup(self.scratch.close)
        self.small = self.scratch.path / "small"
        self.small.mkdir()

    def check_nothing_left(self):
        wait_until(lambda: not self.scratch.executors(), 10, "the end of all executors")
        for folder in (self.small, self.scratch.path / "local"):
            wait_until(lambda at=folder: not list(at.rglob("*")), 10, f"the removal of what is in {folder}")

    def big_shuffle(self, master, directories, **conf):
        return self.scratch.submit(master, "big_shuffle", 40,
                                   conf={"spark.local.dir": ",".join(map(str, directories)), **conf}, timeout=120)

    def test_the_only_disk_is_full(self):
        mount_small(self.small, 12, self.addCleanup)
        done = self.big_shuffle(CLUSTER, [self.small])
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"Task \d+ in stage \d+\.\d+ failed 4 times, most recent failure: .*"
                                      r"write \S+/shuffle_\S+: No space left on device")
        self.check_nothing_left()

    def test_the_only_disk_is_full_in_local_mode(self):
        mount_small(self.small, 12, self.addCleanup)
        done = self.big_shuffle("local[2]", [self.small], **{"spark.mammoth.task.memory": "2m"})
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"write \S+/(temp_local|shuffle)_\S+: No space left on device")
        self.check_nothing_left()

    def test_one_of_two_disks_is_full(self):
        mount_small(self.small, 12, self.addCleanup)
        done = self.big_shuffle(CLUSTER, [self.scratch.path / "local", self.small])
        self.assertEqual((done.returncode, done.stdout), (0, RIGHT), done.stderr)
        self.check_nothing_left()

    def test_one_of_two_disks_is_full_where_workers_run(self):
        mount_small(self.small, 12, self.addCleanup)
        self.scratch.environment["SPARK_LOCAL_DIRS"] = f"{self.small},{self.scratch.path / 'local'}"
        cluster = StandaloneCluster(self.scratch)
        try:
            done = self.scratch.submit(cluster.url, "big_shuffle", 40, timeout=120)
            self.assertEqual((done.returncode, done.stdout), (0, RIGHT), done.stderr)
            self.check_nothing_left()
        finally:
            cluster.close()

    def test_a_disk_that_is_gone_is_done_without(self):
        nowhere = self.scratch.path / "file"
        nowhere.write_text("no folder")
        done = self.big_shuffle(CLUSTER, [nowhere, self.scratch.path / "local"])
        self.assertEqual((done.returncode, done.stdout), (0, RIGHT), done.stderr)
        self.assertIn(f"Failed to create local dir in {nowhere}", done.stderr)
        self.check_nothing_left()
        done = self.big_shuffle(CLUSTER, [nowhere])
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(str(nowhere), done.stderr)


if __name__ == "__main__":
    unittest.main()
