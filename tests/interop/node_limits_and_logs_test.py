"""Our NodeManager with log aggregation and with memory checks switched on."""
import pathlib
import tempfile
import unittest

from mini_cluster import BIN, wait_until
from node_manager_cases import NODE
from yarn_parties import YarnCluster


class LogsTest(unittest.TestCase):
    def test_aggregated_logs_are_read_by_both(self):
        """What our node uploads Apache's `yarn logs` prints, and ours prints the same."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        with YarnCluster("ours", node_maker=NODE, yarn_site={
                "yarn.log-aggregation-enable": "true",
                "yarn.nodemanager.remote-app-log-dir": f"{folder.name}/remote"}) as cluster:
            done = cluster.distributed_shell("-shell_command", "echo to be read later")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            uploaded = f"remote/*/bucket-logs-tfile/0001/application_*_0001/localhost_{cluster.node_ports[0][0]}"
            wait_until(lambda: list(pathlib.Path(folder.name).glob(uploaded)), 30, "uploaded logs")
            application = next(pathlib.Path(folder.name).glob(uploaded)).parent.name
            wait_until(lambda: not list(cluster.folder.glob("logs0/application_*")), 30, "removed logs")
            container = application.replace("application", "container") + "_01_000002"
            for arguments in (["-applicationId", application], ["-containerId", container],
                              ["-applicationId", application, "-log_files", "stdout"],
                              ["-applicationId", "application_1234_0001", "-appOwner", "nobody"]):
                with self.subTest(arguments):
                    apaches = cluster.apaches_logs(*arguments)
                    ours = cluster.run(BIN / "yarn", "logs", *arguments)
                    self.assertEqual((ours.returncode, ours.stdout), (apaches.returncode, apaches.stdout),
                                     ours.stderr + apaches.stderr)
            text = cluster.apaches_logs("-containerId", container, "-log_files", "stdout").stdout
            self.assertIn("LogType:stdout\n", text)
            self.assertIn("LogLength:17\nLogContents:\nto be read later\n\nEnd of LogType:stdout\n", text)


class MemoryTest(unittest.TestCase):
    def test_container_above_its_limit_is_killed(self):
        """Only where memory is not left to control groups, as with Apache."""
        hog = "python3 -c \"x = bytearray(700 << 20); import time; time.sleep(600)\"".replace('"', "'")
        with YarnCluster("ours", node_maker=NODE, yarn_site={
                "yarn.nodemanager.resource.memory.enforced": "false", "yarn.scheduler.minimum-allocation-mb": 256,
                "yarn.nodemanager.resource-monitor.interval-ms": 500,
                "yarn.nodemanager.vmem-check-enabled": "false"}) as cluster:
            cluster.distributed_shell("-shell_command", hog, timeout=120)
            self.assertRegex(cluster.logs("AppMaster.stderr"),
                             r"exitStatus=-104, diagnostics=\[[^]]*\]Container \[pid=\d+,containerID=container_\S+\] is "
                             r"running \d+B beyond the 'PHYSICAL' memory limit\. Current usage: \d+(\.\d)? MB of 256 MB "
                             r"physical memory used; \d+(\.\d)? MB of 537\.6 MB virtual memory used\. Killing container\.\n"
                             r"Dump of the process-tree for container_\S+ :\n\t\|- PID PPID PGRPID SESSID CMD_NAME ")


if __name__ == "__main__":
    unittest.main()
