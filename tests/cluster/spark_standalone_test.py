"""A standalone cluster: master, workers, drivers; who dies and who must not be let in."""
import json
import os
import re
import signal
import subprocess
import unittest
import urllib.request

from spark_cluster import BIN, EXAMPLES, JOBS, SAMPLES, Scratch, StandaloneCluster, wait_until

SOON = {"spark.shuffle.io.retryWait": "100ms", "spark.locality.wait": "200ms"}


class SparkStandaloneTest(unittest.TestCase):
    def setUp(self):
        self.scratch = Scratch()
        self.addCleanup(self.scratch.close)

    def start(self, **options):
        cluster = StandaloneCluster(self.scratch, **options)
        self.addCleanup(cluster.close)
        return cluster

    def status(self, cluster):
        with urllib.request.urlopen(cluster.web + "/json/", timeout=10) as answer:
            return json.load(answer)

    def ratings(self, cluster, **options):
        return self.scratch.submit(cluster.url, "ratings", SAMPLES / "ratings.tsv", library=EXAMPLES, **options)

    def test_a_job_and_what_the_master_shows(self):
        cluster = self.start()
        status = self.status(cluster)
        self.assertEqual((status["url"], status["aliveworkers"], status["cores"], status["coresused"], status["status"]),
                         (cluster.url, 2, 2, 0, "ALIVE"))
        done = self.ratings(cluster)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        wait_until(lambda: self.status(cluster)["coresused"] == 0, what="free cores")
        application, = self.status(cluster)["completedapps"]
        self.assertEqual((application["name"], application["state"]), ("Ratings Histogram", "FINISHED"))
        self.assertRegex(application["id"], r"^app-\d{14}-0000$")
        with urllib.request.urlopen(cluster.web, timeout=10) as page:
            self.assertIn(b"Ratings Histogram", page.read())
        wait_until(lambda: not self.scratch.executors(), what="the end of all executors")
        wait_until(lambda: not list(self.scratch.path.glob("work*/*/*/work")), what="what the workers clean up")
        logs = sorted(str(path.relative_to(self.scratch.path)) for path in self.scratch.path.glob("work*/*/*/*"))
        self.assertEqual(logs, [f"work{i}/{application['id']}/{n}/{name}" for i, n in sorted(
            (int(log[4]), log.split("/")[2]) for log in logs[::2]) for name in ("stderr", "stdout")])

    def test_cores_are_limited_and_given_back(self):
        cluster = self.start(workers=2, cores=2, memory="2300m")
        job = self.scratch.begin(cluster.url, "hang", self.scratch.marks_path,
                                 conf={"spark.cores.max": 2, "spark.executor.cores": 1})
        wait_until(lambda: len(self.scratch.marks("hang")) == 2, what="two tasks")
        status = self.status(cluster)
        self.assertEqual(status["coresused"], 2)
        self.assertEqual([worker["coresused"] for worker in status["workers"]], [1, 1])
        job.kill()
        job.communicate()
        wait_until(lambda: self.status(cluster)["coresused"] == 0, what="free cores")
        wait_until(lambda: not self.scratch.executors(), what="the end of all executors")

    def test_a_worker_is_killed(self):
        cluster = self.start()
        job = self.scratch.begin(cluster.url, "two_stages", self.scratch.marks_path, 300, 0, conf=SOON)
        wait_until(lambda: len(self.scratch.marks("map")) >= 3, what="the third map task")
        cluster.workers[0].kill()
        out, err = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, err)
        self.assertRegex(out, r"^100 keys, check \d+\n$")
        wait_until(lambda: not self.scratch.executors(), what="the end of all executors")
        self.assertEqual(self.status(cluster)["aliveworkers"], 1)

    def test_a_worker_stands_still(self):
        cluster = self.start(settings={"spark.worker.timeout": 2})
        # Both executors have work for longer than the master is patient, whoever came first.
        job = self.scratch.begin(cluster.url, "two_stages", self.scratch.marks_path, 1500, 0, conf=SOON)
        wait_until(lambda: len({pid for _, _, pid in self.scratch.marks("map")}) == 2, what="work for both executors")
        cluster.workers[0].send_signal(signal.SIGSTOP)
        wait_until(lambda: self.status(cluster)["aliveworkers"] == 1, what="the master's verdict")
        out, err = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, err)
        self.assertRegex(out, r"^100 keys, check \d+\n$")
        self.assertIn("Worker lost", err)
        cluster.workers[0].send_signal(signal.SIGCONT)
        wait_until(lambda: self.status(cluster)["aliveworkers"] == 2, what="the worker's return")

    def test_the_master_is_killed_and_comes_back(self):
        cluster = self.start()
        job = self.scratch.begin(cluster.url, "two_stages", self.scratch.marks_path, 300, 0, conf=SOON)
        wait_until(lambda: self.scratch.marks("map"), what="the first map task")
        cluster.master.kill()
        out, err = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, err)
        self.assertIn("Connection to master lost", err)
        refused = self.ratings(cluster)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("All masters are unresponsive! Giving up.", refused.stderr)
        port = cluster.url.rpartition(":")[2]
        cluster.start("spark-master", "--port", port, "--webui-port", cluster.web.rpartition(":")[2])
        wait_until(lambda: cluster.log.read_text().count("Successfully registered") >= 4, what="the workers' return")
        self.assertEqual(self.ratings(cluster).returncode, 0)

    def test_an_executor_is_killed(self):
        cluster = self.start()
        job = self.scratch.begin(cluster.url, "two_stages", self.scratch.marks_path, 300, 0, conf=SOON)
        wait_until(lambda: len(self.scratch.marks("map")) >= 3, what="the third map task")
        os.kill(self.scratch.marks("map")[-1][2], signal.SIGKILL)
        out, err = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, err)
        self.assertIn("Command killed by signal 9 (SIGKILL)", err)

    def test_a_crash_in_user_code(self):
        cluster = self.start()
        done = self.scratch.submit(cluster.url, "crash", "segv")
        self.assertEqual(done.returncode, 1)
        for words in ("failed 4 times", "signal 11 (SIGSEGV)", "broken_function"):
            self.assertIn(words, done.stderr)

    def test_pipelines_made_by_chance(self):
        done = self.scratch.submit(self.start().url, "pipelines", 13, 40)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def spark_submit(self, *words):
        return subprocess.run([str(word) for word in (BIN / "spark-submit", *words)], capture_output=True, text=True,
                              timeout=60, env=self.scratch.environment)

    def submit_driver(self, cluster, entry, *words, library=JOBS, supervise=False):
        done = self.spark_submit("--master", cluster.url, "--deploy-mode", "cluster", "--driver-memory", "500m",
                                 *["--supervise"] * supervise, "--executor-memory", "500m", "--class", entry, library,
                                 *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"^Driver successfully submitted as driver-\d{14}-\d{4}\n"
                                      r"State of driver-\S+ is (RUNNING|FINISHED)\n")
        return re.search(r"driver-\d{14}-\d{4}", done.stderr)[0]

    def state(self, cluster, driver):
        return re.search("is ([A-Z]+)", self.spark_submit("--master", cluster.url, "--status", driver).stderr)[1]

    def test_a_driver_runs_on_a_worker(self):
        cluster = self.start(cores=2)
        driver = self.submit_driver(cluster, "ratings", SAMPLES / "ratings.tsv", library=EXAMPLES)
        wait_until(lambda: self.state(cluster, driver) == "FINISHED", what="the driver's end")
        expected = self.ratings(cluster).stdout
        said, = self.scratch.path.glob(f"work*/{driver}/stdout")
        self.assertEqual(said.read_text(), expected)
        status = self.status(cluster)
        self.assertEqual([(each["id"], each["state"]) for each in status["completeddrivers"]], [(driver, "FINISHED")])
        self.assertEqual((status["activedrivers"], status["coresused"]), ([], 0))

    def test_a_driver_is_killed_by_its_id(self):
        cluster = self.start(cores=2)
        driver = self.submit_driver(cluster, "hang", self.scratch.marks_path)
        wait_until(lambda: self.scratch.marks("hang"), what="a task")
        self.assertEqual(self.state(cluster, driver), "RUNNING")
        killed = self.spark_submit("--master", cluster.url, "--kill", driver)
        self.assertEqual((killed.returncode, killed.stderr), (0, f"Kill request for {driver} submitted\n"))
        wait_until(lambda: self.state(cluster, driver) == "KILLED", what="the driver's end")
        wait_until(lambda: not self.scratch.executors(), what="the end of all processes")
        for option, words in (("--kill", f"Driver {driver} has already finished or does not exist\n"),
                              ("--status", f"State of {driver} is KILLED\n")):
            self.assertEqual(self.spark_submit("--master", cluster.url, option, driver).stderr, words)
        unknown = self.spark_submit("--master", cluster.url, "--status", "driver-1")
        self.assertEqual((unknown.returncode, unknown.stderr), (255, "ERROR: Cluster master did not recognize driver-1\n"))

    def test_a_supervised_driver_is_started_again(self):
        cluster = self.start(cores=2)
        driver = self.submit_driver(cluster, "fail_once", self.scratch.marks_path, supervise=True)
        wait_until(lambda: self.state(cluster, driver) == "FINISHED", what="the driver's end")
        failing = self.submit_driver(cluster, "crash", "throw")
        wait_until(lambda: self.state(cluster, failing) == "FAILED", what="the driver's end")

    def test_a_supervised_driver_survives_its_worker(self):
        cluster = self.start(cores=2)
        driver = self.submit_driver(cluster, "two_stages", self.scratch.marks_path, 400, 0, supervise=True)
        wait_until(lambda: self.scratch.marks("map"), what="the first map task")
        home = next(i for i in range(2) if list(self.scratch.path.glob(f"work{i}/{driver}")))
        cluster.workers[home].kill()
        wait_until(lambda: self.state(cluster, driver) == "FINISHED", 40, what="the driver's end")
        self.assertRegex((self.scratch.path / f"work{1 - home}/{driver}/stdout").read_text(), r"^100 keys, check \d+\n$")

    def test_who_does_not_know_the_secret_is_not_let_in(self):
        cluster = self.start()
        refused = self.ratings(cluster, conf={"spark.authenticate.secret": "guessed"})
        self.assertEqual(refused.returncode, 1)
        self.assertIn("Authentication failed", refused.stderr)
        secret = self.scratch.path / "home/.mammoth/spark-secret"
        self.assertEqual(secret.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.status(cluster)["completedapps"], [])

    def test_other_machines_need_a_secret(self):
        for command in (["spark-master", "--host", "0.0.0.0", "--port", "0"],
                        ["spark-worker", "--host", "0.0.0.0", "spark://10.1.1.1:7077"]):
            done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True, timeout=20,
                                  env=self.scratch.environment)
            self.assertEqual(done.returncode, 1)
            self.assertIn("without a shared secret: set spark.authenticate.secret", done.stderr)

    def test_bad_words(self):
        for command, words in ((["spark-master", "--bogus"], "Unrecognized option: --bogus"),
                               (["spark-master", "--port", "x"], "--port needs a number, not x"),
                               (["spark-worker"], "Missing master URL"),
                               (["spark-worker", "yarn"], "Invalid master URL: yarn"),
                               (["spark-worker", "spark://localhost"], "Invalid master URL: spark://localhost")):
            done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True, timeout=20,
                                  env=self.scratch.environment)
            self.assertEqual(done.returncode, 1, command)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
