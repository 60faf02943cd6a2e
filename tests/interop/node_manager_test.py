"""Our NodeManager under our ResourceManager, with Apache's DistributedShell and `yarn` commands."""
import re
import unittest

from mini_cluster import wait_until
from node_manager_cases import NODE, NodeTest
from yarn_parties import YarnCluster


class UnderOurManager(NodeTest, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("ours", node_maker=NODE))

    @unittest.skipIf(NODE == "apache", "Apache's leaves the processes")
    def test_y_node_is_killed(self):
        """What it leaves behind runs until it is back, and no longer; the application begins again and ends."""
        cluster = self.cluster
        shell = cluster.start_shell("-shell_command", "bash -c 'echo begun; sleep 7'")
        wait_until(lambda: "begun" in cluster.logs(), 60, "the container")
        cluster.nodes[0].kill()
        left = cluster.processes()
        self.assertGreater(len(left), 2)
        cluster.nodes[0].start()
        self.assertEqual([pid for pid in cluster.processes() if pid in left], [])
        output = shell.communicate(timeout=120)[0]
        self.assertEqual(shell.returncode, 0, output)
        self.assertEqual(len(re.findall("^begun$", cluster.logs(), re.M)), 2)

    def test_z_manager_restart(self):
        """The node finds a ResourceManager that was away, and serves it; the last test of all."""
        self.cluster.manager.kill()
        self.cluster.manager.start()
        self.cluster.wait_nodes(1)
        code, text = self.shell("-shell_command", "echo again")
        self.assertEqual(code, 0, text)
        self.assertIn(self.cluster.nodes[0].stop(), (0, 143))
        wait_until(lambda: "SHUTDOWN" in self.cluster.cli("node", "-list", "-all").stdout, 10, "the node's farewell")


if __name__ == "__main__":
    unittest.main()
