"""Our ResourceManager killed under Apache's DistributedShell: the application finishes, and nothing that ran runs again."""
import json
import unittest

from mini_cluster import wait_until
from yarn_parties import YarnCluster
from yarn_recovery import MANAGER_RECOVERS, Recovery


class ManagerRecoveryTest(Recovery, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("ours", node_maker="ours", yarn_site=MANAGER_RECOVERS))

    def test_killed_at_the_start(self):
        """Submitted is submitted, wherever its master is on its way."""
        before = len((json.loads(self.cluster.get("/apps"))["apps"]).get("app") or [])
        shell, ran = self.start()
        self.application(before + 1)
        self.restart_manager()
        self.check_ran_once(shell, ran, attempts=2)

    def test_killed_in_the_middle(self):
        shell, ran = self.start()
        wait_until(lambda: ran.read_text().count("begin") == 2, 60, "both containers")
        self.restart_manager()
        self.check_ran_once(shell, ran)

    def test_killed_between_the_containers(self):
        """One runs, the other has not been given: it is given by the next ResourceManager, with an id of its epoch."""
        shell, ran = self.start(containers=6, seconds=3)
        wait_until(lambda: "begin" in ran.read_text(), 60, "the first container")
        self.restart_manager()
        self.check_ran_once(shell, ran, containers=6)
        self.assertRegex(ran.read_text(), r"container_e\d\d_\d+_\d{4}_01_")

    def test_killed_at_the_end(self):
        shell, ran = self.start(seconds=1)
        wait_until(lambda: ran.read_text().count("end") == 2, 60, "the ends")
        self.restart_manager()
        app = self.check_ran_once(shell, ran)
        # And once more when all is over.
        self.restart_manager()
        again = json.loads(self.cluster.get(f"/apps/{app['id']}"))["app"]
        for name in ("id", "user", "name", "queue", "state", "finalStatus", "startedTime", "finishedTime", "diagnostics",
                     "memorySeconds", "amContainerLogs"):
            self.assertEqual(again[name], app[name], name)
        self.assertIn("LeveldbRMStateStore", self.cluster.get("/info"))

if __name__ == "__main__":
    unittest.main()
