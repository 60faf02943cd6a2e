"""History files of ours in Apache's history server, and ours beside it: the same answers to the same questions.
The REST of both is asked for everything it has; what is left out below is what cannot be the same."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from apache import CLIENT_FLAGS, FLAGS, write_log4j
from mini_cluster import BIN, Daemon, free_port, write_site_xml
from yarn_parties import mapreduce_jars

JOBS = "/ws/v1/history/mapreduce/jobs"
GOOD, BAD = "job_1795362318760_0007", "job_1795362318760_0008"


def get(port, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"{}")


def in_order(value):
    """Lists sorted, since their order is that of Java's hash maps; numbers as numbers."""
    if isinstance(value, dict):
        return {name: in_order(member) for name, member in value.items()}
    if isinstance(value, list):
        return sorted((in_order(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


class HistoryServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.ports = {}
        cls.daemons = {}
        for maker, form in (("ours", "binary"), ("apache", "json")):
            cls.start(maker, form)

    @classmethod
    def start(cls, maker, form):
        conf, port = cls.folder / maker / "conf", free_port()
        conf.mkdir(parents=True)
        write_log4j(conf)
        rpc = free_port()
        write_site_xml(conf / "core-site.xml", {"fs.defaultFS": "file:///", "hadoop.tmp.dir": cls.folder / maker / "tmp"})
        write_site_xml(conf / "mapred-site.xml", {
            "yarn.app.mapreduce.am.staging-dir": cls.folder / maker / "staging",
            "mapreduce.jobhistory.jhist.format": form,
            "mapreduce.jobhistory.address": f"127.0.0.1:{rpc}",
            "mapreduce.jobhistory.admin.address": f"127.0.0.1:{free_port()}",
            "mapreduce.jobhistory.webapp.address": f"127.0.0.1:{port}"})
        environment = {"HADOOP_CONF_DIR": str(conf), "PATH": "/usr/bin:/bin", "TZ": "UTC"}
        subprocess.run([BIN / "history_program", cls.folder / maker / "work"], check=True, env=environment)
        command = [BIN / "historyserver"]
        if maker == "apache":
            command = ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{conf}:{mapreduce_jars()}/*",
                       "org.apache.hadoop.mapreduce.v2.hs.JobHistoryServer"]
        daemon = Daemon(f"historyserver-{maker}", command, port, cls.folder / f"{maker}.log", environment)
        daemon.start()
        cls.addClassCleanup(daemon.kill)
        cls.ports[maker], cls.daemons[maker] = port, daemon

    def both(self, path, drop=()):
        answers = {}
        for maker, port in self.ports.items():
            status, answer = get(port, path)
            text = json.dumps(answer).replace(str(self.folder / maker), "FOLDER").replace(f"127.0.0.1:{port}", "SERVER")
            answers[maker] = status, in_order(json.loads(text))
        for name in drop:
            for status, answer in answers.values():
                next(iter(answer.values())).pop(name, None)
        self.assertEqual(answers["ours"], answers["apache"], path)
        return answers["ours"]

    def test_jobs(self):
        status, answer = self.both(JOBS)
        self.assertEqual(status, 200)
        self.assertEqual({job["id"] for job in answer["jobs"]["job"]}, {GOOD, BAD})
        for query in ("user=hist", "user=nobody", "state=FAILED", "queue=root.default", "limit=1",
                      "startedTimeBegin=1795362328761", "finishedTimeEnd=1795362348760"):
            self.both(f"{JOBS}?{query}")

    def test_job(self):
        for job in (GOOD, BAD):
            self.both(f"{JOBS}/{job}")
            self.both(f"{JOBS}/{job}/jobattempts")
            self.both(f"{JOBS}/{job}/counters")
            self.both(f"{JOBS}/{job}/tasks")
        for kind in "mr":
            self.both(f"{JOBS}/{GOOD}/tasks?type={kind}")

    def test_tasks_and_attempts(self):
        for job, kind, number, attempt in ((GOOD, "m", 0, 0), (GOOD, "m", 1, 0), (GOOD, "m", 1, 1), (GOOD, "r", 0, 0),
                                           (BAD, "m", 0, 0), (BAD, "m", 0, 1)):
            task = f"{job}_{kind}_{number:06}".replace("job_", "task_")
            path = f"{JOBS}/{job}/tasks/{task}"
            self.both(path)
            self.both(f"{path}/counters")
            self.both(f"{path}/attempts")
            name = task.replace("task_", "attempt_") + f"_{attempt}"
            self.both(f"{path}/attempts/{name}")
            self.both(f"{path}/attempts/{name}/counters")

    def test_configuration(self):
        answers = [get(port, f"{JOBS}/{GOOD}/conf")[1]["conf"] for port in self.ports.values()]
        names = [{entry["name"]: entry["value"] for entry in answer["property"]} for answer in answers]
        same = set(names[0]) & set(names[1])
        self.assertIn("mapreduce.jobhistory.webapp.address", same)
        self.assertTrue(answers[0]["path"].endswith(f"{GOOD}_conf.xml"))

    def test_refusals(self):
        for path in (f"{JOBS}/job_1_0001", f"{JOBS}/nonsense", f"{JOBS}/{GOOD}/tasks?type=x", f"{JOBS}?limit=0",
                     f"{JOBS}/{GOOD}/tasks/task_1795362318760_0007_m_000009", f"{JOBS}?startedTimeBegin=x"):
            answers = [get(port, path) for port in self.ports.values()]
            self.assertEqual(answers[0], answers[1], path)

    def test_files_are_where_apache_puts_them(self):
        places = []
        for maker in self.ports:
            get(self.ports[maker], JOBS)
            done = self.folder / maker / "staging/history/done"
            places.append(sorted(str(path.relative_to(done)) for path in done.rglob("job_*") if path.is_file()
                                 and not path.name.endswith(".crc")))
            left = [path.name for path in (self.folder / maker / "staging/history/done_intermediate").rglob("job_*")
                    if not path.name.startswith(".")]
            self.assertEqual([name for name in left if not name.endswith(".crc")], [])
        self.assertEqual(*places)
        self.assertEqual(len(places[0]), 4)

    def test_our_server_opens_files_that_apache_moved(self):
        """After a restart it finds what is there already: here the directory of the other maker."""
        get(self.ports["apache"], JOBS)
        target = self.folder / "ours/staging/history/done"
        moved = self.folder / "apache/staging/history/done"
        before = get(self.ports["ours"], f"{JOBS}/{GOOD}/counters")
        self.daemons["ours"].kill()
        shutil.rmtree(target)
        shutil.copytree(moved, target)
        self.daemons["ours"].start()
        self.assertEqual(get(self.ports["ours"], f"{JOBS}/{GOOD}/counters"), before)

    def test_pages(self):
        port = self.ports["ours"]
        for path in ("", f"/job/{BAD}", f"/tasks/{GOOD}/m", f"/jobcounters/{GOOD}", f"/conf/{GOOD}"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/jobhistory{path}", timeout=30) as answer:
                text = answer.read().decode()
            self.assertIn("</html>", text)
            self.assertNotIn("<first>", text)
            self.assertNotIn("<luck>", text)
            self.assertNotIn("<SPECIAL>", text)


if __name__ == "__main__":
    unittest.main()
