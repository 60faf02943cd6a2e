"""How an operator meets the daemons: starting and stopping them, formatting, and where they listen."""
import os
import socket
import unittest

from mini_cluster import BIN, MiniCluster, wait_until, write_site_xml


class DaemonTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=1, start=False)
        self.cluster.environment |= {"HADOOP_PID_DIR": str(self.cluster.folder / "pids"),
                                     "HADOOP_LOG_DIR": str(self.cluster.folder / "logs")}

    def tearDown(self):
        self.daemon("stop", check=False)
        self.cluster.close()

    def daemon(self, action, check=True):
        return self.cluster.hdfs("--daemon", action, "namenode", check=check)

    def test_start_status_stop(self):
        self.cluster.format()
        self.assertEqual(self.daemon("status", check=False).returncode, 3)
        self.daemon("start")
        wait_until(lambda: self.cluster.hdfs("dfs", "-ls", "/", check=False).returncode == 0, 20, "an answer")
        self.assertEqual(self.daemon("status").returncode, 0)
        self.assertIn("running", self.daemon("start", check=False).stderr + self.daemon("status").stdout)
        self.daemon("stop")
        self.assertEqual(self.daemon("status", check=False).returncode, 3)

    def test_a_namenode_that_was_not_formatted_says_so(self):
        result = self.cluster.run(BIN / "namenode")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("format", result.stderr)

    def test_format_keeps_what_is_there_unless_forced(self):
        self.cluster.format()
        again = self.cluster.run(BIN / "namenode", "-format", "-nonInteractive")
        self.assertEqual(again.returncode, 1)
        forced = self.cluster.run(BIN / "namenode", "-format", "-force")
        self.assertEqual(forced.returncode, 0, forced.stderr)

    def test_strangers_are_not_let_in_by_accident(self):
        self.cluster.format()
        refused = self.cluster.run(BIN / "namenode", "-D", "dfs.namenode.rpc-bind-host=0.0.0.0", timeout=20)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("mammoth.security.allow-unauthenticated-remote", refused.stderr)

    def test_a_wrong_value_is_named_with_its_file(self):
        path = self.cluster.conf / "hdfs-site.xml"
        write_site_xml(path, {"dfs.replication": "three"})
        result = self.cluster.run(BIN / "namenode")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("dfs.replication", result.stderr)
        self.assertIn(str(path), result.stderr)


if __name__ == "__main__":
    unittest.main()
