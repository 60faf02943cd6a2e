"""Our ResourceManager under Apache's NodeManager, Apache's DistributedShell and Apache's `yarn` commands.

MAMMOTH_SUBJECT=apache puts Apache's ResourceManager in its place, which tells a wrong test from a wrong daemon.
"""
import json
import os
import pathlib
import re
import unittest

from mini_cluster import BIN, wait_until
from yarn_parties import YarnCluster, missing_names, shape_of

# What Apache's REST tells and ours does not: builds, labels, queues that make themselves, past decisions.
UNTOLD = {"resourceManagerBuildVersion", "resourceManagerVersionBuiltOn", "hadoopBuildVersion", "hadoopVersionBuiltOn",
          "health", "queueAcls", "autoQueueTemplateProperties", "autoQueueParentTemplateProperties",
          "autoQueueLeafTemplateProperties", "autoCreateChildQueueEnabled", "leafQueueTemplate", "maximumAllocation",
          "queuePriority", "userAMResourceLimit", "resources", "isActive"}
OURS = os.environ.get("MAMMOTH_SUBJECT") != "apache"


class ResourceManagerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("ours" if OURS else "apache"))

    def cli(self, *arguments):
        done = self.cluster.cli(*arguments)
        return done.returncode, done.stdout + done.stderr

    def state_of(self, application):
        _, text = self.cli("application", "-status", application)
        return re.search(r"\tState : (\w+)", text).group(1)

    def test_applications_from_submission_to_end(self):
        """One runs to its end, beside one that is killed."""
        cluster = self.cluster
        cluster.start_shell("-shell_command", "sleep 600")
        short = cluster.start_shell("-shell_command", "echo hello from $CONTAINER_ID", "-num_containers", 2)
        output = short.communicate(timeout=120)[0]
        self.assertEqual(short.returncode, 0, output)
        said = re.findall(r"^hello from (container_\d+_\d{4}_01_00000[23])$", cluster.logs(), re.M)
        self.assertEqual(len(set(said)), 2, cluster.logs())

        code, text = self.cli("application", "-list", "-appStates", "ALL")
        rows = {line.split()[0]: line.split() for line in text.splitlines() if line.startswith("application_")}
        self.assertEqual((code, len(rows)), (0, 2), text)
        finished = next(key for key, row in rows.items() if "FINISHED" in row)
        running = next(key for key in rows if key != finished)
        self.assertEqual(rows[finished][1:9], ["DistributedShell", "YARN", os.environ.get("USER", "root"),
                                               "root.default", "FINISHED", "SUCCEEDED", "100%", "N/A"])
        wait_until(lambda: self.state_of(running) == "RUNNING", 60, "a running application")
        self.check_status(running, finished)
        self.check_parts(running)
        self.check_rest(running, finished)
        self.check_our_commands(running, finished)

        code, text = self.cli("application", "-kill", running)
        self.assertEqual(code, 0, text)
        self.assertIn(f"Killing application {running}", text)
        _, text = self.cli("application", "-status", running)
        self.assertIn("\tState : KILLED\n\tFinal-State : KILLED", text)
        self.assertRegex(text, rf"Application {running} was killed by user \w+ at 127.0.0.1")

    def check_status(self, running, finished):
        _, text = self.cli("application", "-status", finished)
        for line in ("Application-Type : YARN", "Queue : root.default", "Progress : 100%", "State : FINISHED",
                     "Final-State : SUCCEEDED", "Unmanaged Application : false", "Application Priority : 0",
                     "AM container Node Label Expression : <DEFAULT_PARTITION>",
                     "TimeoutType : LIFETIME\tExpiryTime : UNLIMITED\tRemainingTime : -1seconds"):
            self.assertIn(f"\t{line}\n", text)
        self.assertRegex(text, r"Aggregate Resource Allocation : \d{4,} MB-seconds, \d+ vcore-seconds")
        _, text = self.cli("application", "-status", running)
        self.assertRegex(text, r"\tAM Host : [\w.-]+/[\d.]+\n")

    def check_parts(self, application):
        attempt = application.replace("application", "appattempt") + "_000001"
        code, text = self.cli("applicationattempt", "-list", application)
        self.assertEqual(code, 0, text)
        self.assertRegex(text, rf"{attempt}\s+RUNNING\s+container_\d+_\d{{4}}_01_000001")
        wait_until(lambda: "Total number of containers :2" in self.cli("container", "-list", attempt)[1], 30,
                   "two containers")
        code, text = self.cli("node", "-status", self.cluster.node_id())
        self.assertEqual(code, 0, text)
        for line in ("Node-State : RUNNING", "Rack : /default-rack", "Containers : 2", "Memory-Used : 2048MB",
                     "Memory-Capacity : 4096MB", "CPU-Capacity : 4 vcores"):
            self.assertIn(f"\t{line}\n", text)

    def check_rest(self, running, finished):
        """Every name that Apache's answers have (yarn/rest_names.json), with the same kind of value."""
        names = json.loads((pathlib.Path(__file__).parent / "yarn/rest_names.json").read_text())
        for path, shape in names.items():
            answer = self.cluster.get(path.replace("RUNNING", running).replace("FINISHED", finished))
            lost = [name for name in missing_names(shape, shape_of(json.loads(answer)))
                    if name.rpartition(".")[2] not in UNTOLD]
            self.assertEqual(lost, [], f"{path}: {answer}")
        self.assertEqual(json.loads(self.cluster.get("/apps?states=FAILED")), {"apps": {}})
        refusal = json.loads(self.cluster.get("/apps/bad"))["RemoteException"]
        self.assertEqual(refusal["javaClassName"], "org.apache.hadoop.yarn.webapp.BadRequestException")

    def check_our_commands(self, running, finished):
        """Our `yarn` prints what Apache's prints."""
        attempt = running.replace("application", "appattempt") + "_000001"
        for arguments in (["application", "-list", "-appStates", "ALL"], ["application", "-status", finished],
                          ["applicationattempt", "-list", running], ["container", "-list", attempt],
                          ["node", "-list"], ["queue", "-status", "default"], ["application", "-kill", finished],
                          ["application", "-status", "application_1234_0001"], ["queue", "-status", "nosuch"],
                          ["node", "-status", "nosuch:1"], ["application", "-list", "-appStates", "XX"],
                          ["rmadmin", "-refreshQueues"], ["rmadmin", "-getGroups", "root"], ["cluster", "-lnl"]):
            with self.subTest(arguments):
                ours = self.cluster.run(BIN / "yarn", *arguments)
                apaches = self.cluster.cli(*arguments)
                self.assertEqual((ours.returncode, ours.stdout), (apaches.returncode, apaches.stdout), ours.stderr)

    def test_refusals(self):
        unknown = self.cli("application", "-status", "application_1234_0001")[1]
        self.assertIn("Application with id 'application_1234_0001' doesn't exist in RM or Timeline Server.", unknown)
        code, text = self.cli("queue", "-status", "nosuch")
        self.assertIn("Cannot get queue from RM by queueName = nosuch, please check.", text)
        code, text = self.cli("application", "-kill", "application_1234_0001")
        self.assertNotEqual(code, 0)
        self.assertIn("doesn't exist in RM", text)
        done = self.cluster.distributed_shell("-shell_command", "true", "-queue", "nosuch")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Queue nosuch not present in scheduler configuration.", done.stdout + done.stderr)

    def test_unwanted_nodes_shut_down(self):
        """The last test: it takes the only node away."""
        (self.cluster.conf / "exclude").write_text("localhost  # not wanted\n")
        self.assertEqual(self.cli("rmadmin", "-refreshNodes")[0], 0)
        self.assertRegex(self.cli("node", "-list", "-states", "DECOMMISSIONED")[1], r"localhost:\d+\s+DECOMMISSIONED")
        wait_until(lambda: re.search("Disallowed NodeManager nodeId: localhost:.* hostname: localhost",
                                     self.cluster.nodes[0].tail(200)), 60, "the refusal of the NodeManager")
        # Apache's waits for its containers, then ten seconds for logs that it might delete.
        wait_until(lambda: not self.cluster.nodes[0].running(), 240, "the end of the NodeManager")


if __name__ == "__main__":
    unittest.main()
