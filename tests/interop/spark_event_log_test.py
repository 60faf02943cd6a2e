"""Apache Spark's own history server reads the event log of our applications."""
import json
import socket
import subprocess
import unittest
import urllib.request

import apache_spark
from spark_cluster import EXAMPLES, JOBS, SAMPLES, Scratch, wait_until


class SparkEventLogTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = Scratch()
        cls.addClassCleanup(cls.scratch.close)
        cls.events = cls.scratch.path / "events"
        cls.events.mkdir()
        cls.conf = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file://{cls.events}"}

    def submit(self, *words, library=EXAMPLES):
        return self.scratch.submit(*words, library=library, conf=self.conf)

    def log(self):
        """The newest log's events."""
        newest = max(self.events.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        self.assertEqual(newest.suffix, "", "a log that is complete has no .inprogress")
        return [json.loads(line) for line in newest.read_text().splitlines()]

    def test_the_events_of_a_job(self):
        done = self.submit("local[2]", "ratings", SAMPLES / "ratings.tsv")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        events = self.log()
        names = [event["Event"].removeprefix("SparkListener") for event in events]
        self.assertEqual(names[:3], ["LogStart", "EnvironmentUpdate", "ApplicationStart"])
        self.assertEqual(names[-1], "ApplicationEnd")
        for name in ("JobStart", "StageSubmitted", "TaskStart", "TaskEnd", "StageCompleted", "JobEnd", "ExecutorAdded"):
            self.assertIn(name, names)
        self.assertEqual(names.count("TaskStart"), names.count("TaskEnd"))
        ends = [event for event in events if event["Event"].endswith("TaskEnd") and event["Stage ID"] == 0]
        self.assertEqual(sum(event["Task Metrics"]["Input Metrics"]["Records Read"] for event in ends), 200)
        self.assertEqual({event["Job Result"]["Result"] for event in events if event["Event"].endswith("JobEnd")},
                         {"JobSucceeded"})

    def test_a_missing_directory_is_refused(self):
        done = self.scratch.submit("local[1]", "pi", library=EXAMPLES, conf={
            **self.conf, "spark.eventLog.dir": f"file://{self.scratch.path}/none"})
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"File file:{self.scratch.path}/none does not exist", done.stderr)

    def test_sparks_history_server_shows_it(self):
        jars = apache_spark.jars()
        self.assertTrue(jars.exists())
        self.assertEqual(self.submit("local[2]", "ratings", SAMPLES / "ratings.tsv").returncode, 0)
        self.assertEqual(self.submit("local-cluster[2,1,1024]", "crash", "throw", library=JOBS).returncode, 1)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = open(self.scratch.path / "history.log", "w", encoding="utf-8")
        self.addCleanup(log.close)
        server = subprocess.Popen(
            [*apache_spark.java("org.apache.spark.deploy.history.HistoryServer")[:-1],
             f"-Dspark.history.fs.logDirectory=file://{self.events}", f"-Dspark.history.ui.port={port}",
             "-Dspark.history.fs.update.interval=2s", "org.apache.spark.deploy.history.HistoryServer"],
            stdout=log, stderr=log, env=self.scratch.environment)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        base = f"http://127.0.0.1:{port}/api/v1/applications"

        def get(path=""):
            try:
                with urllib.request.urlopen(base + path, timeout=20) as answer:
                    return json.load(answer)
            except (OSError, ValueError):   # it answers with a page while it starts
                return None
        wait_until(lambda: len({each["name"] for each in get() or []}) >= 2, 90, "both applications")
        found = {each["name"]: each["id"] for each in get()}
        self.assertEqual(set(found), {"Ratings Histogram", "Crash"})
        jobs = get(f"/{found['Ratings Histogram']}/jobs")
        self.assertEqual({job["status"] for job in jobs}, {"SUCCEEDED"})
        stages = get(f"/{found['Ratings Histogram']}/stages")
        self.assertTrue(all(stage["status"] in ("COMPLETE", "SKIPPED") for stage in stages), stages)
        self.assertIn(200, [stage["inputRecords"] for stage in stages])
        failed, = get(f"/{found['Crash']}/stages")
        self.assertEqual((failed["status"], failed["numFailedTasks"]), ("FAILED", 4))
        self.assertIn("user code says no", failed["failureReason"])
        executors = get(f"/{found['Crash']}/allexecutors")
        self.assertTrue({"0", "1"} <= {each["id"] for each in executors})


if __name__ == "__main__":
    unittest.main()
