"""What a NodeManager does for Apache's DistributedShell, under either ResourceManager.

MAMMOTH_SUBJECT=apache puts Apache's NodeManager in ours' place, which tells a wrong test from a wrong daemon.
"""
import json
import os
import pathlib
import re
import signal

from mini_cluster import wait_until

NODE = "apache" if os.environ.get("MAMMOTH_SUBJECT") == "apache" else "ours"
VARIABLES = ("CONTAINER_ID", "NM_HOST", "NM_PORT", "NM_HTTP_PORT", "LOCAL_DIRS", "LOG_DIRS", "USER", "LOGNAME", "HOME",
             "PWD", "HADOOP_TOKEN_FILE_LOCATION", "LOCALIZATION_COUNTERS", "JVM_PID", "PRELAUNCH_OUT", "MALLOC_ARENA_MAX")


class NodeTest:
    """What holds under either ResourceManager."""

    def shell(self, *arguments):
        done = self.cluster.distributed_shell(*arguments)
        return done.returncode, done.stdout + done.stderr

    def master_log(self):
        return self.cluster.logs("AppMaster.stderr") + self.cluster.logs("AppMaster.stdout")

    def test_containers_run_and_leave_nothing(self):
        cluster = self.cluster
        code, text = self.shell("-shell_command", "bash -c 'env; pwd; ls -a'", "-num_containers", 2, "-shell_env", "GREETING=hello")
        self.assertEqual(code, 0, text)
        said = cluster.logs()
        self.assertEqual(len(set(re.findall(r"^CONTAINER_ID=(container_\d+_\d{4}_01_\d{6})$", said, re.M))), 2, said)
        for name in VARIABLES:
            self.assertRegex(said, rf"(?m)^{name}=")
        self.assertRegex(said, r"(?m)^GREETING=hello$")
        self.assertRegex(said, r"(?m)^NM_HOST=localhost$")
        self.assertRegex(said, rf"(?m)^NM_PORT={cluster.node_ports[0][0]}$")
        self.assertRegex(said, r"(?m)^LOCALIZATION_COUNTERS=\d+,\d+,\d+,\d+,-?\d+$")
        for file in ("launch_container.sh", "container_tokens", "tmp"):
            self.assertRegex(said, rf"(?m)^{file}$")
        wait_until(lambda: not list(cluster.folder.glob("local0/usercache/*/appcache/*")), 30, "removed directories")
        self.assertEqual(cluster.processes(), [])
        code = cluster.cli("node", "-list")
        self.assertIn("Total Nodes:1", code.stdout)
        self.assertRegex(code.stdout, rf"localhost:{cluster.node_ports[0][0]}\s+RUNNING\s+localhost:\d+\s+0")

    def test_failure_tells_what_the_container_wrote(self):
        """In the words that application masters look for."""
        code, _ = self.shell("-shell_command", "bash -c 'echo oh no >&2; exit 3'")
        self.assertNotEqual(code, 0)
        told = re.sub(r"\[\d{4}-[^]]*\]", "[TIME]", self.master_log())
        self.assertRegex(told, r"exitStatus=3, diagnostics=\[TIME\]Exception from container-launch\.\n"
                               r"Container id: container_\S+\nExit code: 3\n\n"
                               r"\[TIME\]Container exited with a non-zero exit code 3\. Error file: prelaunch\.err\.\n"
                               r"Last 4096 bytes of prelaunch\.err :\nLast 4096 bytes of stderr :\noh no\n\n\n"
                               r"\[TIME\]Container exited with a non-zero exit code 3\. Error file: prelaunch\.err\.\n")

    def test_kill_reaches_every_process(self):
        cluster = self.cluster
        shell = cluster.start_shell("-shell_command", "sleep 601 & trap : TERM; sleep 602")
        wait_until(lambda: any(self.command_of(pid) == "sleep 602" for pid in cluster.processes()), 60, "the container")
        application = self.running_application()
        self.assertEqual(cluster.cli("application", "-kill", application).returncode, 0)
        wait_until(lambda: not cluster.processes(), 30, "the end of all processes")
        shell.kill()

    def test_foreign_kill_is_told(self):
        cluster = self.cluster
        shell = cluster.start_shell("-shell_command", "sleep 603")
        wait_until(lambda: any(self.command_of(pid) == "sleep 603" for pid in cluster.processes()), 60, "the container")
        victim = next(pid for pid in cluster.processes() if self.command_of(pid) == "sleep 603")
        os.killpg(os.getpgid(victim), signal.SIGKILL)
        shell.communicate(timeout=120)
        told = re.sub(r"\[\d{4}-[^]]*\]", "[TIME]", self.master_log())
        self.assertRegex(told, r"exitStatus=137, diagnostics=\[TIME\]Container killed on request\. Exit code is 137\n"
                               r"\[TIME\]Container exited with a non-zero exit code 137\. \n"
                               r"\[TIME\]Killed by external signal\n")

    def test_rest_of_the_node(self):
        info = json.loads(self.cluster.get_from_node("/ws/v1/node"))["nodeInfo"]
        self.assertEqual((info["nodeHealthy"], info["totalPmemAllocatedContainersMB"], info["nodeHostName"]),
                         (True, 4096, "localhost"))
        shell = self.cluster.start_shell("-shell_command", "bash -c 'echo to be read; sleep 604'")
        wait_until(lambda: "to be read" in self.cluster.logs(), 60, "the container")
        containers = json.loads(self.cluster.get_from_node("/ws/v1/node/containers"))["containers"]["container"]
        mine = next(it for it in containers if it["id"].endswith("2") and it["state"] == "RUNNING")
        self.assertEqual((mine["exitCode"], mine["user"]), (-1000, os.environ.get("USER", "root")))
        self.assertIn("stdout", mine["containerLogFiles"])
        page = self.cluster.get_from_node(f"/node/containerlogs/{mine['id']}/{mine['user']}/stdout/?start=0")
        self.assertIn("to be read", page)
        refusal = json.loads(self.cluster.get_from_node("/ws/v1/node/containers/container_1_0001_01_000009"))
        self.assertEqual(refusal["RemoteException"]["exception"], "NotFoundException")
        self.cluster.cli("application", "-kill", self.running_application())
        shell.kill()

    def running_application(self):
        listed = self.cluster.cli("application", "-list").stdout
        return re.findall(r"^application_\S+", listed, re.M)[-1]

    @staticmethod
    def command_of(pid):
        try:
            return pathlib.Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
        except OSError:
            return ""
