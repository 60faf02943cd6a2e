"""Jobs on our YARN whose tasks, masters and map outputs come to grief: the answers are the same."""
import os
import pathlib
import signal
import subprocess
import time
import unittest

from mapreduce_on_yarn import Checks, JobCluster, wait_for_tasks
from mini_cluster import BIN, wait_until


JOBS = BIN.parent / "lib/libmapreduce-test-jobs.so"


class Failures(Checks, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(JobCluster("ours"))

    def streaming(self, mapper, output, *options):
        """In the background: a job whose only map runs `mapper`."""
        return self.background(*options, "-input", "/slow/in", "-output", output, "-mapper", mapper,
                               "-numReduceTasks", "0")

    def background(self, *arguments):
        return subprocess.Popen([BIN / "mapred", "streaming", *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, env=self.cluster.yarn.environment)

    def slow_input(self):
        if self.cluster.hdfs.hdfs("dfs", "-test", "-e", "/slow/in/a.txt", check=False).returncode != 0:
            self.cluster.put("x\n", "/slow/in/a.txt")

    def test_a_task_that_is_killed_runs_again(self):
        self.slow_input()
        go = pathlib.Path(self.cluster.yarn.folder) / "go1"
        job = self.streaming(f"sh -c 'cat; while ! test -e {go}; do sleep 0.1; done'", "/slow/killed")
        pid, attempt = next(iter(wait_for_tasks(self.cluster).items()))
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: any(other != attempt for other in self.cluster.tasks().values()), 60, "a second attempt")
        go.touch()
        text = job.communicate(timeout=90)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertIn(f"Task Id : {attempt}, Status : FAILED", text)
        self.assertEqual(self.counter(text, "Failed map tasks"), 1)
        self.assertEqual(self.cluster.files("/slow/killed")["part-00000"].strip(), b"x")

    def test_maps_that_are_done_are_not_run_again_by_the_next_master(self):
        for i in range(3):
            self.cluster.put(f"{i}\n", f"/recovery/in/{i}.txt")
        folder = pathlib.Path(self.cluster.yarn.folder)
        runs, go = folder / "runs", folder / "go3"
        # every run of a map leaves a line; reduces wait
        job = self.background("-D", "mapreduce.job.reduces=1", "-D", "mapreduce.jobhistory.jhist.format=json",
                              "-input", "/recovery/in", "-output", "/recovery/out",
                              "-mapper", f"sh -c 'cat; echo run >> {runs}'",
                              "-reducer", f"sh -c 'cat; while ! test -e {go}; do sleep 0.1; done'")
        wait_until(lambda: any("_r_" in name for name in self.cluster.tasks().values()), 60, "a reduce")
        wait_until(lambda: runs.read_text().count("run") == 3, 30, "three maps")
        # Of what is not in the history the next master knows nothing.
        history = "/tmp/hadoop-yarn/staging/*/.staging/*/*_1.jhist"

        def recorded():
            return self.cluster.hdfs.hdfs("dfs", "-cat", history, check=False).stdout.count('"type":"TASK_FINISHED"')
        wait_until(lambda: recorded() == 3, 60, "the ends of the maps in the history")
        for pid in self.cluster.programs("mapreduce-appmaster"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: any("_r_000000_1000" in name for name in self.cluster.tasks().values()), 60, "a second master's reduce")
        go.touch()
        text = job.communicate(timeout=90)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertEqual(self.cluster.files("/recovery/out")["part-00000"].split(), [b"0", b"1", b"2"])
        self.assertEqual(runs.read_text().count("run"), 3, "the maps ran once")

    def spoil(self, change):
        """A job whose map output `change` spoils before its reduce fetches it."""
        folder = pathlib.Path(self.cluster.yarn.folder)
        name = change.__name__
        self.cluster.put("a\nb\n", f"/{name}/in/a.txt")
        job = self.background("-D", "mapreduce.job.reduces=1", "-D", "mapreduce.reduce.shuffle.retry-delay.max.ms=1000",
                              "-D", "mapreduce.map.speculative=false", "-D", "mapreduce.job.reduce.slowstart.completedmaps=0",
                              "-input", f"/{name}/in", "-output", f"/{name}/out", "-mapper", "cat", "-reducer", "cat")
        spoiled = set()

        def one():
            for path in folder.glob("local*/usercache/*/appcache/*/output/attempt_*_m_000000_0/file.out.index"):
                if path.parent in spoiled or path.stat().st_mtime < started:
                    continue
                change(path.parent / "file.out")
                spoiled.add(path.parent)
            return spoiled
        started = time.time() - 5
        wait_until(one, 60, "a map's output", pause=0.002)
        text = job.communicate(timeout=120)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertEqual(self.cluster.files(f"/{name}/out")["part-00000"].split(), [b"a", b"b"])
        return text

    def test_a_map_whose_output_is_lost_runs_again(self):
        def lost(path):
            path.unlink()
        self.assertEqual(self.counter(self.spoil(lost), "Launched map tasks"), 2)

    def test_a_map_whose_output_is_damaged_runs_again(self):
        def damaged(path):
            data = bytearray(path.read_bytes())
            data[0] ^= 0x40
            path.write_bytes(data)
        self.assertEqual(self.counter(self.spoil(damaged), "Launched map tasks"), 2)

    def test_a_master_that_is_killed_is_replaced(self):
        self.slow_input()
        go = pathlib.Path(self.cluster.yarn.folder) / "go2"
        job = self.streaming(f"sh -c 'cat; while ! test -e {go}; do sleep 0.1; done'", "/slow/master")
        first = set(wait_for_tasks(self.cluster))
        for pid in self.cluster.programs("mapreduce-appmaster"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: set(self.cluster.tasks()) - first, 60, "a task of the second master")
        go.touch()
        text = job.communicate(timeout=90)[0]
        self.assertEqual(job.returncode, 0, text)
        self.assertEqual(self.cluster.files("/slow/master")["part-00000"].strip(), b"x")

    def test_what_fails_four_times_fails_the_job(self):
        self.slow_input()
        job = self.streaming("sh -c 'exit 3'", "/slow/failed")
        text = job.communicate(timeout=120)[0]
        self.assertEqual(job.returncode, 1, text)
        self.assertEqual(text.count("Status : FAILED"), 4, text)
        self.assertIn("PipeMapRed.waitOutputThreads(): subprocess failed with code 3", text)
        self.assertIn("failed with state FAILED due to: Task failed task_", text)
        self.assertIn("Job failed as tasks failed. failedMaps:1 failedReduces:0", text)
        self.assertIn("Streaming Command Failed!", text)
        out = self.cluster.hdfs.hdfs("dfs", "-ls", "/slow/failed", check=False).stdout
        self.assertNotIn("_SUCCESS", out)
        self.assertNotIn("_temporary", out)

    def fail(self, program, *options):
        """A job whose mapper goes wrong, twice; what the console says."""
        self.slow_input()
        done = self.cluster.mapred("jar", JOBS, program, "-Dmapreduce.map.maxattempts=2", *options, "/slow/in",
                                   f"/failing/{program}")
        text = done.stdout + done.stderr
        self.assertEqual(done.returncode, 1, text)
        self.assertEqual(text.count("Status : FAILED"), 2, text)
        self.assertIn("Job failed as tasks failed. failedMaps:1 failedReduces:0", text)
        out = self.cluster.hdfs.hdfs("dfs", "-ls", f"/failing/{program}", check=False).stdout
        self.assertNotIn("_SUCCESS", out)
        self.assertNotIn("part-", out)
        return text

    def test_a_mapper_that_throws(self):
        self.assertIn("the dictionary is missing: x", self.fail("throw"))

    def test_a_mapper_that_crashes(self):
        text = self.fail("crash")
        self.assertIn("crashed: SIGSEGV", text)
        self.assertIn("Crashing", text)

    def test_a_mapper_that_hangs(self):
        self.assertRegex(self.fail("hang", "-Dmapreduce.task.timeout=3000"),
                         r"AttemptID:attempt_\d+_\d{4}_m_000000_[01] task timeout set: 3s, taskTimedOut: true; task stuck "
                         r"timeout set: 600s, taskStuck: false")
        wait_until(lambda: not self.cluster.tasks(), 60, "the end of its processes")


if __name__ == "__main__":
    unittest.main()
