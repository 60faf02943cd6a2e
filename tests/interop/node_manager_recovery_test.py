"""Our NodeManager killed under Apache's DistributedShell: containers go on, and what ended unseen has left its status."""
import unittest

from mini_cluster import wait_until
from yarn_parties import YarnCluster
from yarn_recovery import Recovery


class NodeRecoveryTest(Recovery, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("ours", node_maker="ours", yarn_site={
            "yarn.nodemanager.recovery.enabled": "true", "yarn.resourcemanager.connect.retry-interval.ms": 300,
            "yarn.client.nodemanager-connect.retry-interval-ms": 300, "yarn.nodemanager.recovery.dir": "${yarn.nodemanager.local-dirs}-state"}))

    def restart_node(self):
        self.cluster.nodes[0].kill()
        self.cluster.nodes[0].start()

    def test_killed_in_the_middle(self):
        shell, ran = self.start(seconds=5)
        wait_until(lambda: ran.read_text().count("begin") == 2, 60, "both containers")
        before = self.cluster.processes()
        self.restart_node()
        self.assertEqual(set(self.cluster.processes()) - set(before), set())
        self.check_ran_once(shell, ran)

    def test_killed_while_they_end(self):
        """What ended unseen has left its status."""
        shell, ran = self.start(seconds=4)
        wait_until(lambda: ran.read_text().count("begin") == 2, 60, "both containers")
        self.cluster.nodes[0].kill()
        wait_until(lambda: ran.read_text().count("end") == 2, 30, "the ends")
        self.cluster.nodes[0].start()
        self.check_ran_once(shell, ran)

    def test_killed_at_the_start_and_at_the_end(self):
        """The application master is on its way, and then again when its containers are over."""
        shell, ran = self.start(seconds=1)
        wait_until(lambda: list(self.cluster.folder.glob("local0/usercache/*/appcache/*/container_*_000001")), 60, "the master")
        self.restart_node()
        wait_until(lambda: ran.read_text().count("end") == 2, 60, "the ends")
        self.restart_node()
        self.check_ran_once(shell, ran)

    def test_killed_containers_stay_killed(self):
        shell, ran = self.start(seconds=600)
        wait_until(lambda: ran.read_text().count("begin") == 2, 60, "both containers")
        application = self.application()["id"]
        self.cluster.nodes[0].kill()
        self.assertEqual(self.cluster.cli("application", "-kill", application).returncode, 0)
        self.assertGreater(len(self.cluster.processes()), 0)
        self.cluster.nodes[0].start()
        wait_until(lambda: not self.cluster.processes(), 30, "the end of all processes")
        wait_until(lambda: not list(self.cluster.folder.glob("local0/usercache/*/appcache/*")), 30, "removed directories")
        shell.kill()

    def test_stopped_in_order(self):
        """Nobody is said to start it again: its containers end with it."""
        shell, ran = self.start(seconds=600)
        wait_until(lambda: ran.read_text().count("begin") == 2, 60, "both containers")
        self.assertIn(self.cluster.nodes[0].stop(), (0, 143))
        self.assertEqual(self.cluster.processes(), [])
        self.cluster.nodes[0].start()
        self.cluster.cli("application", "-kill", self.application()["id"])
        shell.kill()

if __name__ == "__main__":
    unittest.main()
