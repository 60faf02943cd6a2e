"""What may be changed of a running application, its queue, priority and lifetime, by Apache's client on our
ResourceManager and Apache's; and our `yarn` beside Apache's on ours: those changes, tables of queues, `top`."""
import concurrent.futures
import getpass
import os
import re
import subprocess
import unittest

import apache_yarn
from apache import CLIENT_FLAGS, FLAGS
from mini_cluster import BIN, wait_until
from yarn_parties import YarnCluster

USER = os.environ.get("HADOOP_USER_NAME") or getpass.getuser()
PREFIX = "yarn.scheduler.capacity.root"
QUEUES = {
    f"{PREFIX}.queues": "default,short,closed",
    f"{PREFIX}.default.capacity": 50, f"{PREFIX}.short.capacity": 40, f"{PREFIX}.closed.capacity": 10,
    f"{PREFIX}.closed.state": "STOPPED",
    f"{PREFIX}.short.maximum-application-lifetime": 500, f"{PREFIX}.short.default-application-lifetime": 300,
    "yarn.scheduler.capacity.maximum-am-resource-percent": 0.9,
    **{f"{PREFIX}{queue}.acl_{right}": f"{USER} " for queue in ("", ".default", ".short", ".closed")
       for right in ("submit_applications", "administer_queue")}}
SITE = {"yarn.acl.enable": "true", "yarn.admin.acl": f"{USER} ", "yarn.cluster.max-application-priority": 5,
        "yarn.scheduler.minimum-allocation-mb": 128}
CHANGING = (r"YARN top - [\d:]+, up 0d, \d+:\d+", r"(?<=G) +\d+ +\d+ +0.00   00:00:\d\d")


class YarnChangesTest(unittest.TestCase):
    maxDiff = None

    def answers(self, maker):
        with YarnCluster(maker, nodes=0, yarn_site=SITE, queues=QUEUES) as cluster:
            done = cluster.run("java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{cluster.conf}:{apache_yarn.classes()}:{cluster.jars}/*",
                               "ChangedApplications", timeout=240)
            if done.returncode != 0:
                cluster.show_logs()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            text = re.sub(r"application_\d+_\d+", "application_N", done.stdout)
            return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d{4}", "TIME", text).splitlines()

    def test_the_same_answers(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ours, apaches = pool.map(self.answers, ("ours", "apache"))
        self.assertGreater(len(apaches), 20)
        self.assertEqual(ours, apaches)


class YarnCommandsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("ours", node_maker="ours", yarn_site=SITE, queues=QUEUES))
        cls.cluster.popen(BIN / "distributed-shell", 2, "sleep 600")
        wait_until(lambda: cls.ours("container", "-list", cls.attempt())[1].count("RUNNING") == 3, 120,
                   "an application with its containers")

    @classmethod
    def ours(cls, *words):
        done = cls.cluster.run(BIN / "yarn", *words)
        return done.returncode, done.stdout

    @classmethod
    def apaches(cls, *words):
        done = cls.cluster.cli(*words)
        return done.returncode, done.stdout

    @classmethod
    def application(cls):
        found = re.search(r"application_\d+_\d+", cls.ours("application", "-list")[1])
        return found.group(0) if found else "application_1_0001"

    @classmethod
    def attempt(cls):
        return cls.application().replace("application", "appattempt") + "_000001"

    def test_commands_say_the_same(self):
        container = self.attempt().replace("appattempt", "container").removesuffix("000001") + "01_000001"
        for words in (["queue", "-list", "all"], ["queue", "-list", "root"], ["queue", "-list", "short"],
                      ["queue", "-status", "short"], ["container", "-status", container],
                      ["container", "-status", container.removesuffix("1") + "9"],
                      ["applicationattempt", "-status", self.attempt()],
                      ["applicationattempt", "-status", self.attempt().removesuffix("1") + "9"],
                      ["application", "-movetoqueue", self.application(), "-queue", "nosuch"],
                      ["application", "-changeQueue", "closed", "-appId", self.application()],
                      ["application", "-updatePriority", "3", "-appId", self.application()],
                      ["application", "-updatePriority", "30", "-appId", self.application()],
                      ["application", "-updatePriority", "x", "-appId", self.application()],
                      ["application", "-kill", "application_1_0001"], ["application", "-status"],
                      ["applicationattempt", "-fail", "appattempt_1_0001_000001"], ["cluster", "-lna"],
                      ["rmadmin", "-updateNodeResource", self.cluster.node_id(), "4000", "4"],
                      ["rmadmin", "-updateNodeResource", "nosuch:1", "4000", "4"], ["rmadmin", "-nosuch"],
                      ["rmadmin", "-getServiceState", "rm1"]):
            with self.subTest(words):
                (code, said), (apaches_code, apaches_said) = self.ours(*words), self.apaches(*words)
                self.assertEqual(code, apaches_code)
                # the help below a complaint is in each one's own words
                self.assertEqual(said.partition("usage: ")[0], apaches_said.partition("usage: ")[0])

    def test_misuse_ends_with_the_same_code(self):
        for words in (["application"], ["application", "-nosuch"], ["application", "-changeQueue", "short"],
                      ["application", "-movetoqueue", "application_1_0001"], ["application", "-help"], ["container"],
                      ["applicationattempt"], ["queue"], ["queue", "-list"], ["queue", "-nosuch"], ["node"],
                      ["node", "-status"], ["node", "-list", "-nosuch"], ["cluster"], ["rmadmin"], ["rmadmin", "-help"],
                      ["rmadmin", "-refreshQueues", "more"]):
            with self.subTest(words):
                self.assertEqual(self.ours(*words)[0], self.apaches(*words)[0])

    def test_an_application_moves_and_its_time_is_limited(self):
        for party, queue in ((self.ours, "short"), (self.apaches, "default")):
            code, said = party("application", "-changeQueue", queue, "-appId", self.application())
            self.assertEqual((code, said), (0, f"Moving application {self.application()} to queue {queue}\n"
                                               "Successfully completed move.\n"))
            self.assertIn(f"\tQueue : root.{queue}\n", self.apaches("application", "-status", self.application())[1])
        for party in (self.ours, self.apaches):
            code, said = party("application", "-updateLifetime", 100_000, "-appId", self.application())
            self.assertEqual(code, 0)
            self.assertRegex(said, "Successfully updated LIFETIME of an application .* New expiry time is [-0-9T:.]+[+]0000\n$")
            remaining = re.search(r"RemainingTime : (\d+)seconds", self.apaches("application", "-status", self.application())[1])
            self.assertTrue(0 < int(remaining.group(1)) <= 100_000, remaining)
        url = f"http://127.0.0.1:{self.cluster.ports['webapp.address']}/ws/v1/cluster/apps/{self.application()}"
        for path, body, answer in (("queue", '{"queue":"short"}', '{"queue":"root.short"}'),
                                   ("queue", '{"queue":"root.default"}', '{"queue":"root.default"}')):
            done = self.cluster.run("curl", "-s", "-X", "PUT", "-H", "Content-Type: application/json", "-d", body,
                                    f"{url}/{path}?user.name={USER}")
            self.assertEqual(done.stdout, answer)
        self.assertIn('"type":"LIFETIME"', self.cluster.get(f"/apps/{self.application()}/timeouts?user.name={USER}"))

    def screen(self, *command):
        """The first whole screen, of a terminal that can do nothing; then it is told to end."""
        top = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, env=self.cluster.environment | {"TERM": "unknown"})
        try:
            lines = [top.stdout.readline() for _ in range(19)]  # of 20: what is behind the last depends on time
            top.stdin.write("q\n")
            top.stdin.flush()
            top.stdout.read()
            self.assertEqual(top.wait(240), 0)
            return re.sub("|".join(CHANGING), "CHANGING", "".join(lines)).splitlines()
        finally:
            top.kill()
            top.communicate()

    def test_top_shows_what_apaches_shows(self):
        for words in (("-cols", 220, "-rows", 20), ("-cols", 60, "-rows", 20, "-queues", "short"),
                      ("-cols", 220, "-rows", 20, "-users", "nobody"), ("-cols", 220, "-rows", 20, "-types", "YARN")):
            with self.subTest(words):
                ours = self.screen(BIN / "yarn", "top", *words)
                apaches = self.screen(*self.cluster.java("org.apache.hadoop.yarn.client.cli.TopCLI", *words))
                cut = 60 in words  # where the first line ends depends on the time
                self.assertEqual(ours[cut:], apaches[cut:])
                self.assertEqual(any(self.application() in line for line in ours),
                                 "nobody" not in words and "short" not in words, ours)
        self.assertEqual(self.cluster.run(BIN / "yarn", "top", "-cols", "x").returncode, 1)


if __name__ == "__main__":
    unittest.main()
