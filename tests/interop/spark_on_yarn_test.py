"""RDD jobs in containers of a YARN cluster, ours and Apache's: client and cluster mode, nothing installed on the nodes.

What nodes have is a C library: the product travels as local resources.
"""
import os
import re
import signal
import subprocess
import unittest

from mini_cluster import BIN, ROOT, MiniCluster, wait_until
from yarn_parties import YarnCluster

EXAMPLES = BIN.parent / "lib/libspark-examples.so"
JOBS = BIN.parent / "lib/libspark-test-jobs.so"
SAMPLES = ROOT / "spark-core/examples/data"


def executors(cluster):
    """Process ids of executors below the cluster's local directories."""
    found = []
    for pid in cluster.processes():
        try:
            words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
        except OSError:
            continue
        if words[:2] == [b"./spark-executor", b"yarn"]:
            found.append(pid)
    return found


class OnYarn:
    """What holds on either cluster."""
    maker = "ours"
    core_site = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = YarnCluster(cls.maker, node_maker=cls.maker, core_site=cls.core_site, yarn_site={
            "yarn.scheduler.minimum-allocation-mb": 256})
        cls.addClassCleanup(cls.cluster.close)
        (cls.cluster.folder / "marks").mkdir()

    def command(self, entry, *words, library=EXAMPLES, mode="client", conf=()):
        settings = {"spark.executor.memory": "512m", "spark.local.dir": self.cluster.folder,
                    "spark.shuffle.io.retryWait": "100ms", **dict(conf)}
        options = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        return [str(word) for word in (BIN / "spark-submit", "--master", "yarn", "--deploy-mode", mode, *options,
                                       "--class", entry, library, *words)]

    def submit(self, *words, **options):
        done = subprocess.run(self.command(*words, **options), capture_output=True, text=True, timeout=100,
                              env=self.cluster.environment)
        if done.returncode not in (0, 1) or os.environ.get("MAMMOTH_KEEP"):
            print(done.stderr)
        return done

    def begin(self, *words, **options):
        """In the background; ends with the test at the latest, and its application with it."""
        job = subprocess.Popen(self.command(*words, **options), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, env=self.cluster.environment)

        def end():
            job.kill()
            job.communicate()
            wait_until(lambda: not self.cluster.processes(), 60, "the end of all containers")
        self.addCleanup(end)
        return job

    def local(self, entry, *words):
        return subprocess.run([str(word) for word in (BIN / "spark-submit", "--master", "local[2]", "--class", entry,
                                                      EXAMPLES, *words)],
                              capture_output=True, text=True, timeout=60, check=True).stdout

    def last_application(self):
        listed = self.cluster.cli("application", "-list", "-appStates", "ALL").stdout
        last = max(re.findall(r"application_\d+_\d+", listed))
        return next(line.split("\t") for line in listed.splitlines() if line.startswith(last))

    def check_ended(self, name, final):
        fields = [field.strip() for field in self.last_application()]
        self.assertEqual((fields[1], fields[2], fields[6]), (name, "SPARK", final))
        wait_until(lambda: not self.cluster.processes(), 30, "the end of all containers")

    def test_client_mode_gives_the_answer_of_local_mode(self):
        done = self.submit("ratings", f"file://{SAMPLES}/ratings.tsv")
        self.assertEqual((done.returncode, done.stderr), (0, ""), self.cluster.logs("stderr"))
        self.assertEqual(done.stdout, self.local("ratings", SAMPLES / "ratings.tsv"))
        self.check_ended("Ratings Histogram", "SUCCEEDED")

    def test_cluster_mode_runs_the_driver_in_a_container(self):
        done = self.submit("ratings", f"file://{SAMPLES}/ratings.tsv", mode="cluster")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr + self.cluster.logs("stderr"))
        self.assertRegex(done.stderr, r"^Submitted application application_\d+_\d+\n$")
        self.assertIn(self.local("ratings", SAMPLES / "ratings.tsv"), self.cluster.logs("stdout"))
        self.check_ended("ratings", "SUCCEEDED")

    def test_an_executor_is_killed_and_replaced(self):
        marks = self.cluster.folder / "marks"
        job = self.begin("two_stages", marks, 300, 0, library=JOBS)
        wait_until(lambda: len(list(marks.iterdir())) >= 3, 90, "the third map task")
        os.kill(executors(self.cluster)[0], signal.SIGKILL)
        out, err = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, err)
        self.assertRegex(out, r"^100 keys, check \d+\n$")
        self.assertRegex(err, r"Lost executor \d+ on \S+: Container of executor \d+ exited with status 137\.")
        self.check_ended("Two Stages", "SUCCEEDED")


class SparkOnOurYarnTest(OnYarn, unittest.TestCase):
    """With files on HDFS: the product is uploaded for each application, and removed."""

    @classmethod
    def setUpClass(cls):
        cls.hdfs = MiniCluster(datanodes=1, replication=1)
        cls.addClassCleanup(cls.hdfs.close)
        cls.core_site = {"fs.defaultFS": cls.hdfs.uri}
        super().setUpClass()

    def test_failures_are_the_applications(self):
        done = self.submit("crash", "segv", library=JOBS, mode="cluster")
        self.assertEqual(done.returncode, 1)
        self.assertIn("finished with failed status", done.stderr)
        self.assertIn("User class threw exception: Job aborted", done.stderr)
        self.check_ended("crash", "FAILED")
        said = self.cluster.logs("stderr")
        for words in ("crashed: SIGSEGV (invalid memory access)", "broken_function", "exited with status 139"):
            self.assertTrue(words in said, words)

    def test_a_driver_that_is_killed_takes_its_application_along(self):
        marks = self.cluster.folder / "hang"
        marks.mkdir()
        job = self.begin("hang", marks, library=JOBS)
        wait_until(lambda: len(list(marks.iterdir())) == 2, 90, "two tasks")
        job.kill()
        wait_until(lambda: not self.cluster.processes(), 30, "the end of all containers")

    def test_what_no_container_can_hold_is_refused(self):
        for mode in ("client", "cluster"):
            done = self.submit("pi", 2, mode=mode, conf={"spark.executor.memory": "64g"})
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, r"Required executor memory \(\d+ MB\), overhead included, is above the max threshold")
        done = self.submit("pi", 2, conf={"spark.yarn.queue": "nowhere"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere", done.stderr)

    def test_the_secret_is_in_no_command_and_no_environment(self):
        marks = self.cluster.folder / "secret"
        marks.mkdir()
        self.begin("hang", marks, library=JOBS)
        wait_until(lambda: len(list(marks.iterdir())) == 2, 90, "two tasks")
        for pid in executors(self.cluster):
            seen = open(f"/proc/{pid}/cmdline", "rb").read() + open(f"/proc/{pid}/environ", "rb").read()
            self.assertNotRegex(seen, rb"[0-9a-f]{64}")  # what the driver's secrets look like

    def test_data_on_hdfs(self):
        self.hdfs.hdfs("dfs", "-put", SAMPLES / "ratings.tsv", "/ratings.tsv")
        for mode, output in (("client", "/out1"), ("cluster", "/out2")):
            done = self.submit("wordcount", "/ratings.tsv", output, mode=mode)
            self.assertEqual(done.returncode, 0, done.stderr + self.cluster.logs("stderr"))
        first, second = (self.hdfs.hdfs("dfs", "-cat", f"{output}/part-*").stdout for output in ("/out1", "/out2"))
        self.assertEqual(sorted(first.splitlines()), sorted(second.splitlines()))
        self.assertIn("_SUCCESS", self.hdfs.hdfs("dfs", "-ls", "/out2").stdout)
        left = self.hdfs.hdfs("dfs", "-ls", "-C", ".sparkStaging", check=False).stdout
        self.assertEqual(left, "")


class SparkOnApachesYarnTest(OnYarn, unittest.TestCase):
    maker = "apache"


if __name__ == "__main__":
    unittest.main()
