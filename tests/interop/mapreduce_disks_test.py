"""Scenario C9: the disks of a NodeManager are full while tasks write to them. What fails says why and runs again
where there is room; the node lives on."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mapreduce_on_yarn import Checks, JobCluster
from mini_cluster import BIN, wait_until
from small_disk import mount_small
from yarn_parties import YarnCluster

SMALL_MIB = 48
LINES = 1_000_000  # seven megabytes


class DiskCase(Checks, unittest.TestCase):
    """The first of the NodeManager's local directories is a small disk of its own."""
    OTHERS = ()

    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(JobCluster("ours", make_yarn=cls.make_yarn))

    @classmethod
    def make_yarn(cls, *arguments, **settings):
        cls.disks = pathlib.Path(tempfile.mkdtemp(prefix="mammoth-disks-"))
        cls.addClassCleanup(shutil.rmtree, cls.disks, ignore_errors=True)
        cls.small = cls.disks / "small"
        mount_small(cls.small, SMALL_MIB, cls.addClassCleanup)
        folders = [cls.small / "local", *(cls.disks / name for name in cls.OTHERS)]
        settings["yarn_site"] = settings["yarn_site"] | {
            "yarn.nodemanager.local-dirs": ",".join(map(str, folders)),
            "yarn.nodemanager.log-dirs": cls.disks / "logs",
            "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": 100}
        return YarnCluster(*arguments, **settings)

    def fill(self, left_mib):
        """All of the small disk but so many MiB; the file that takes the room."""
        filler = self.small / "filler"
        with filler.open("wb") as file:
            file.write(bytes(shutil.disk_usage(self.small).free - (left_mib << 20)))
        self.addCleanup(filler.unlink, missing_ok=True)
        return filler

    def counting(self, name, *options):
        """A job whose only map waits for a file, and then has much to write."""
        go = self.disks / f"go-{name}"
        self.cluster.put("x\n", f"/{name}/in/a.txt")
        job = subprocess.Popen(
            [BIN / "mapred", "streaming", "-D", "mapreduce.job.reduces=1", "-D", "mapreduce.task.io.sort.mb=4",
             *options, "-input", f"/{name}/in", "-output", f"/{name}/out",
             "-mapper", f"sh -c 'while ! test -e {go}; do sleep 0.1; done; seq {LINES}'", "-reducer", "wc -l"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.cluster.yarn.environment)
        self.addCleanup(job.communicate)
        self.addCleanup(job.kill)
        self.addCleanup(go.touch)
        return job, go

    def outputs(self, folder):
        return [path.name for path in folder.glob("usercache/*/appcache/*/output/attempt_*_m_*")]


class OneOfTwoDisksIsFullTest(DiskCase):
    OTHERS = ("large",)

    def test_the_next_attempt_writes_to_the_other(self):
        job, go = self.counting("other")
        wait_until(lambda: self.outputs(self.small / "local"), 120, "an attempt that writes to the small disk")
        self.fill(1)
        go.touch()
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertIn("No space left on device", text)
        self.assertEqual(self.counter(text, "Failed map tasks"), 1)
        self.assertEqual(self.counter(text, "Launched map tasks"), 2)
        self.assertEqual(self.cluster.files("/other/out")["part-00000"].split(), [str(LINES).encode()])

    def test_a_disk_that_was_full_before_is_passed_over(self):
        self.fill(1)
        job, go = self.counting("before")
        go.touch()
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertIsNone(self.counter(text, "Failed map tasks"), text)
        self.assertEqual(self.cluster.files("/before/out")["part-00000"].split(), [str(LINES).encode()])


class TheOnlyDiskIsFullTest(DiskCase):
    def test_the_job_says_so_and_the_next_one_runs(self):
        job, go = self.counting("full", "-D", "mapreduce.map.maxattempts=2")
        wait_until(lambda: self.outputs(self.small / "local"), 120, "an attempt that writes")
        filler = self.fill(2)
        go.touch()
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 1, text)
        self.assertEqual(text.count("Status : FAILED"), 2, text)
        for attempt in text.split("Status : FAILED")[1:]:
            self.assertIn("No space left on device", attempt)
        self.assertIn("Job failed as tasks failed. failedMaps:1 failedReduces:0", text)
        filler.unlink()
        wait_until(lambda: not self.outputs(self.small / "local"), 60, "the end of what the job left")
        job, go = self.counting("after")
        go.touch()
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertEqual(self.cluster.files("/after/out")["part-00000"].split(), [str(LINES).encode()])


del DiskCase

if __name__ == "__main__":
    unittest.main()
