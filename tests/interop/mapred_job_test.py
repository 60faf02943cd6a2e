"""`mapred job`, Apache's and ours, on our cluster with our history server: the same questions to the same jobs, with
the same answers and exit codes; what one of them commands, both see."""
import json
import pathlib
import re
import subprocess
import unittest

from apache import CLIENT_FLAGS, FLAGS
from mapreduce_on_yarn import Checks, JobCluster, wait_for_tasks
from mapreduce_parties import classes
from mini_cluster import BIN, Daemon, free_port, wait_until
from yarn_parties import mapreduce_jars

JOB_COUNTERS = "org.apache.hadoop.mapreduce.JobCounter"


class ApachesJobCommand:
    """One Java process runs them all."""

    def __init__(self, cluster):
        self.loop = subprocess.Popen(
            ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{cluster.conf}:{classes()}:{mapreduce_jars()}/*", "JobLoop"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=cluster.environment)

    def __call__(self, *words):
        line = "\t".join(map(str, words))
        self.loop.stdin.write(f"{line}\n".encode())
        self.loop.stdin.flush()
        code, *lengths = map(int, self.loop.stdout.readline().split())
        out, err = (self.loop.stdout.read(length).decode() for length in lengths)
        return subprocess.CompletedProcess(line, code, out, err)

    def close(self):
        self.loop.kill()
        self.loop.wait()
        self.loop.stdin.close()
        self.loop.stdout.close()


class MapredJobTest(Checks, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        rpc, web = free_port(), free_port()
        cls.cluster = cls.enterClassContext(JobCluster("ours", mapred_site={
            "mapreduce.jobhistory.address": f"127.0.0.1:{rpc}",
            "mapreduce.jobhistory.webapp.address": f"127.0.0.1:{web}",
            "yarn.app.mapreduce.client.job.max-retries": 0}))
        cls.folder = pathlib.Path(cls.cluster.yarn.folder)
        history = Daemon("historyserver", [BIN / "historyserver"], rpc, cls.folder / "historyserver.log",
                         cls.cluster.yarn.environment)
        history.start()
        cls.addClassCleanup(history.kill)
        cls.apache = ApachesJobCommand(cls.cluster.yarn)
        cls.addClassCleanup(cls.apache.close)
        cls.cluster.put("x\n", "/in/a.txt")

    def start(self, name):
        """A streaming job whose only map waits for a file; its process, its map's attempt and the file."""
        go = self.folder / f"go-{name}"
        before = set(self.cluster.tasks())
        job = subprocess.Popen(
            [BIN / "mapred", "streaming", "-D", f"mapreduce.job.name={name}", "-input", "/in", "-output",
             f"/out-{name}", "-mapper", f"sh -c 'cat; while ! test -e {go}; do sleep 0.1; done'", "-reducer", "cat"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.cluster.yarn.environment)
        self.addCleanup(job.communicate)
        self.addCleanup(go.touch)
        return job, self.next_attempt(before), go

    def next_attempt(self, before):
        """The attempt of a task that is not among the processes `before`."""
        wait_until(lambda: set(self.cluster.tasks()) - before, 60, "a running task")
        return next(attempt for pid, attempt in self.cluster.tasks().items() if pid not in before)

    def job_of(self, attempt):
        return "_".join(["job", *attempt.split("_")[1:3]])

    def ours(self, *words):
        return self.cluster.mapred("job", *words)

    def both(self, *words, code=0, same=lambda text: text):
        """What both print on standard output, of which same() makes what must be the same."""
        done = {"ours": self.ours(*words), "apache": self.apache(*words)}
        for maker, it in done.items():
            self.assertEqual(it.returncode, code, f"{maker} {words}: {it.stdout}{it.stderr}")
        self.assertEqual(same(done["ours"].stdout), same(done["apache"].stdout), words)
        return done["ours"].stdout

    def wait_for_attempts(self, job, state, attempts):
        wait_until(lambda: self.ours("-list-attempt-ids", job, "map", state).stdout.split() == attempts, 60,
                   f"{attempts} {state}")

    def test_a_job_from_its_first_task_to_its_history(self):
        job, first, go = self.start("watched")
        name = self.job_of(first)
        self.wait_for_attempts(name, "running", [first])
        self.assertIn(name, self.both("-list"))
        self.assertIn("Total jobs:", self.both("-list", "all"))
        self.assertEqual(self.both("-list-attempt-ids", name, "map", "running").split(), [first])
        self.assertEqual(self.both("-list-attempt-ids", name, "REDUCE", "completed"), "")
        self.assertIn("are: 0", self.both("-events", name, 0, 10))
        self.assertEqual(self.both("-counter", name, JOB_COUNTERS, "TOTAL_LAUNCHED_MAPS"), "1\n")
        self.assertIn("currently unavailable", self.both("-history", name, code=255))

        def without_progress(text):
            return re.sub("completion: .*", "", text.split("Counters:")[0])
        self.assertIn("Job state: RUNNING", self.both("-status", name, same=without_progress))
        # One commands, the other sees it.
        pids = set(self.cluster.tasks())
        killed = self.apache("-kill-task", first)
        self.assertEqual((killed.returncode, killed.stdout), (0, f"Killed task {first}\n"))
        second = self.next_attempt(pids)
        self.wait_for_attempts(name, "running", [second])
        pids = set(self.cluster.tasks())
        failed = self.ours("-fail-task", second)
        self.assertEqual((failed.returncode, failed.stdout), (0, f"Killed task {second} by failing it\n"))
        third = self.next_attempt(pids)
        self.wait_for_attempts(name, "running", [third])
        events = self.both("-events", name, 0, 10)
        self.assertIn(f"KILLED {first}", events)
        self.assertIn(f"FAILED {second}", events)
        self.assertEqual(self.both("-events", name, 1, 1).count("attempt_"), 2)
        go.touch()
        text = job.communicate(timeout=90)[0]
        self.assertEqual(job.returncode, 0, text)
        self.the_history_of(name, third, text)

    def the_history_of(self, name, winner, console):
        status = self.both("-status", name)
        self.assertIn("Job state: SUCCEEDED", status)
        self.assertIn("Number of maps: 1\nNumber of reduces: 1\n", status)
        self.assertIn("_conf.xml\nJob Tracking URL : http://127.0.0.1:", status)
        # The counters are those that the job's own client was told.
        self.assertIn(status[status.index("Counters:"):].strip(), console)
        self.assertEqual(self.both("-counter", name, JOB_COUNTERS, "NUM_FAILED_MAPS"), "1\n")
        self.assertEqual(self.both("-counter", name, "None", "SUCH"), "0\n")
        events = self.both("-events", name, 0, 10)
        self.assertEqual([line.split()[0] for line in events.splitlines()[2:]],
                         ["KILLED", "FAILED", "SUCCEEDED", "SUCCEEDED"])
        self.assertEqual(self.both("-list-attempt-ids", name, "map", "completed").split(), [winner])
        self.assertIn("already succeeded", self.both("-kill", name, code=255))
        self.assertNotIn(name, self.both("-list"))

        def without_use(text):  # the master's own container may just be going
            return [[word for at, word in enumerate(line.split("\t")) if not 7 <= at <= 11] for line in text.splitlines()]
        self.assertIn("SUCCEEDED", self.both("-list", "all", same=without_use))
        self.assertEqual(self.ours("-kill-task", winner).returncode, 1)
        self.assertIn("Invalid operation on completed job", self.ours("-kill-task", winner).stderr)

        def lines(text):  # Java's hash maps have no order
            return sorted(text.splitlines())
        self.assertIn("Task Summary", self.both("-history", name, same=lines))
        self.assertIn("The last reduce task", self.both("-history", "all", name, same=lines))

        def in_any_order(text):
            value = json.loads(text)
            for task in value["tasks"]:
                # Of several attempts one is printed, by chance.
                task.pop("attempts", None)
            value["tasks"].sort(key=lambda task: task["taskId"])
            return value
        self.both("-history", "all", name, "-format", "json", same=in_any_order)
        out = self.folder / "history.txt"
        self.assertEqual(self.ours("-history", name, "-outfile", out).stdout, "")
        self.assertIn(f"Hadoop job: {name}", out.read_text())
        copy = self.folder / "conf.xml"
        self.assertEqual(self.both("-config", name, copy), "")
        self.assertIn("<name>mapreduce.job.name</name>", copy.read_text())

    def test_jobs_are_killed(self):
        for kill in (self.ours, self.apache):
            job, attempt, _ = self.start(f"killed-by-{'apache' if kill is self.apache else 'us'}")
            name = self.job_of(attempt)
            done = kill("-kill", name)
            self.assertEqual((done.returncode, done.stdout), (0, f"Killed job {name}\n"), done.stderr)
            text = job.communicate(timeout=60)[0]
            self.assertIn("failed with state KILLED", text)
            self.assertNotEqual(job.returncode, 0, text)
            wait_until(lambda: name not in self.ours("-list").stdout, 30, "the end of the job")
            self.assertIn("Job state: KILLED", self.both("-status", name))
            self.assertIn("already been killed", self.both("-kill", name, code=255))

    def test_what_is_misused(self):
        def complaint(done):
            return [line for line in done.stderr.splitlines() if line.startswith(("Usage:", "\t[", "Exception"))]
        for words in ((), ("-nonsense",), ("-status",), ("-counter", "job_1_0001"), ("-kill",), ("-events", "job_1_0001"),
                      ("-history",), ("-history", "all"), ("-history", "job_1_0001", "more"), ("-list", "some"),
                      ("-kill-task",), ("-fail-task",), ("-list-attempt-ids",), ("-config", "job_1_0001"),
                      ("-list-active-trackers", "x"), ("-list-blacklisted-trackers", "x"), ("-submit",),
                      ("-set-priority",), ("-logs",), ("-list-attempt-ids", "job_1_0001", "odd", "running"),
                      ("-list-attempt-ids", "job_1_0001", "map", "odd"), ("-status", "nonsense"),
                      ("-kill-task", "attempt_1"), ("-events", "job_1_0001", "a", "b"), ("-status", "job_1_0001"),
                      ("-kill", "job_1_0001"), ("-counter", "job_1_0001", "a", "b"), ("-history", "job_1_0001"),
                      ("-kill-task", "attempt_1_0001_m_000000_0"), ("-list-blacklisted-trackers",),
                      ("-list-active-trackers",)):
            with self.subTest(words):
                ours, apaches = self.ours(*words), self.apache(*words)
                self.assertEqual((ours.returncode, ours.stdout, complaint(ours)),
                                 (apaches.returncode, apaches.stdout, complaint(apaches)))


if __name__ == "__main__":
    unittest.main()
