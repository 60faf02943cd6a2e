"""Scenarios C3, C4, C6 and C12 for MapReduce: several attempts of one task, and masters that die while they commit.
There is exactly one output, and _SUCCESS only beside one that is complete."""
import os
import pathlib
import signal
import subprocess
import unittest

from mapreduce_on_yarn import Checks, JobCluster
from mini_cluster import BIN, wait_until

JOBS = BIN.parent / "lib/libmapreduce-test-jobs.so"


class CommitCase(Checks, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(JobCluster("ours"))

    def background(self, *words):
        job = subprocess.Popen([BIN / "mapred", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, env=self.cluster.yarn.environment)
        self.addCleanup(job.communicate)
        self.addCleanup(job.kill)
        return job

    def folder(self, name):
        folder = pathlib.Path(self.cluster.yarn.folder) / name
        folder.mkdir()
        self.addCleanup((folder / "go").touch)
        return folder

    def attempts(self, task):
        """Pids of the attempts of this task that run now, by the number of the attempt."""
        running = self.cluster.tasks().items()
        return {int(name.rsplit("_", 1)[1]): pid for pid, name in running if f"_m_{task:06}_" in name}

    def listed(self, directory):
        return sorted(self.cluster.hdfs.hdfs("dfs", "-ls", "-C", directory).stdout.split())


class SecondAttemptsTest(CommitCase):
    MAPS = 4

    def straggling(self, name, first, second):
        """A job of four maps; the one that reads a.txt does `first` in its first attempt and `second` in the next."""
        for letter in "abcd"[:self.MAPS]:
            # the longest split is the first task
            self.cluster.put(f"{letter}\n" * (2 if letter == "a" else 1), f"/{name}/in/{letter}.txt")
        script = (f"case $mapreduce_task_attempt_id in *_m_000000_0) {first};; *_m_000000_*) {second};; esac; cat")
        return self.background(
            "streaming", "-D", "mapreduce.job.reduces=0", "-D", "mapreduce.reduce.speculative=false",
            "-D", "mapreduce.client.progressmonitor.pollinterval=200",
            "-input", f"/{name}/in", "-output", f"/{name}/out", "-mapper", f'sh -c "{script}"')

    def the_output_is_single(self, name, text):
        self.assertEqual(self.listed(f"/{name}/out"),
                         [f"/{name}/out/{part}" for part in ("_SUCCESS", *(f"part-{i:05}" for i in range(self.MAPS)))])
        self.assertEqual(sorted(b"".join(self.cluster.files(f"/{name}/out").values()).split()),
                         sorted(b"a a b c d".split()))
        self.assertEqual(self.counter(text, "Launched map tasks"), self.MAPS + 1, text)
        self.assertEqual(self.counter(text, "Killed map tasks"), 1, text)
        self.assertIsNone(self.counter(text, "Failed map tasks"), text)
        self.assertEqual(self.counter(text, "Map input records"), self.MAPS + 1, text)

    def test_a_stopped_attempt_is_overtaken_and_killed(self):
        folder = self.folder("stopped")
        job = self.straggling("stopped", f"touch {folder}/first; while ! test -e {folder}/go; do sleep 0.1; done", ":")
        wait_until(lambda: (folder / "first").exists() and 0 in self.attempts(0), 120, "the first attempt")
        pid = self.attempts(0)[0]
        os.kill(pid, signal.SIGSTOP)
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 0, text)
        self.the_output_is_single("stopped", text)
        wait_until(lambda: pid not in self.cluster.tasks(), 60, "the end of the stopped process")

    def test_of_two_attempts_that_end_together_one_commits(self):
        folder = self.folder("together")
        wait = f"touch {folder}/at-$mapreduce_task_attempt_id; while ! test -e {folder}/go; do sleep 0.01; done"
        job = self.straggling("together", wait, wait)
        wait_until(lambda: len(list(folder.glob("at-*"))) == 2, 180, "two attempts of one task")
        (folder / "go").touch()
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 0, text)
        self.the_output_is_single("together", text)


class MasterDiesInCommitTest(CommitCase):
    def job_with_a_dead_master(self, name, algorithm):
        """A job whose first master has been killed while it commits."""
        folder = self.folder(name)
        for i in range(2):
            self.cluster.put(f"{i}\n", f"/{name}/in/{i}.txt")
        job = self.background("jar", JOBS, "slowcommit", f"-Dtest.folder={folder}",
                              f"-Dmapreduce.fileoutputcommitter.algorithm.version={algorithm}", f"/{name}/in",
                              f"/{name}/out")
        commits = folder / "commits"
        wait_until(lambda: commits.exists() and commits.read_text() == "commit\n", 120, "the commit of the job")
        self.assertNotIn(f"/{name}/out/_SUCCESS", self.listed(f"/{name}/out"))
        first = set(self.cluster.programs("mapreduce-appmaster"))
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        return job, folder

    def test_a_commit_that_can_be_repeated_is(self):
        job, folder = self.job_with_a_dead_master("again", 2)
        wait_until(lambda: (folder / "commits").read_text().count("commit") == 2, 120, "the second master's commit")
        (folder / "go").touch()
        text = job.communicate(timeout=240)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertEqual(self.listed("/again/out"),
                         [f"/again/out/{name}" for name in ("_SUCCESS", "part-m-00000", "part-m-00001")])
        self.assertEqual(sorted(self.cluster.files("/again/out").values()), [b"0\t0\n", b"0\t1\n"])

    def test_one_that_cannot_fails_the_job(self):
        job, folder = self.job_with_a_dead_master("never", 1)
        text = job.communicate(timeout=240)[0]
        self.assertNotEqual(job.returncode, 0, text)
        self.assertIn("Job commit from a prior MRAppMaster attempt is potentially in progress. Preventing multiple "
                      "commit executions", text)
        self.assertEqual((folder / "commits").read_text(), "commit\n")
        self.assertNotIn("/never/out/_SUCCESS", self.listed("/never/out"))


del CommitCase

if __name__ == "__main__":
    unittest.main()
