"""ResourceManager and NodeManager as services: `yarn --daemon`, what a service manager hears, the units of all daemons."""
import getpass
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

from mini_cluster import BIN, ROOT, Daemon, port_open, wait_until
from yarn_services import Services

UNITS = ROOT / "deploy/systemd"


class YarnDaemonTest(Services):
    def test_start_status_stop(self):
        for name, port in self.ports.items():
            self.assertEqual(self.daemon("status", name), 3)
            self.assertEqual(self.daemon("start", name), 0)
            self.addCleanup(self.daemon, "stop", name)
            wait_until(lambda port=port: port_open(port), 60, f"the port of {name}")
            self.assertEqual(self.daemon("status", name), 0)
            again = self.yarn("--daemon", "start", name)
            pid_file = self.folder / "run" / f"hadoop-{os.environ.get('USER', getpass.getuser())}-{name}.pid"
            self.assertEqual((again.returncode, again.stderr), (1, (
                f"{name} is running as process {pid_file.read_text().strip()}.  "
                f"Stop it first and ensure {pid_file} file is empty before retry.\n")))
        wait_until(lambda: "RUNNING" in self.yarn("node", "-list").stdout, 60, "a registered node")
        for name in reversed(self.ports):
            self.assertEqual(self.daemon("stop", name), 0)
            self.assertEqual(self.daemon("status", name), 3)
            self.assertFalse(port_open(self.ports[name]))

    def test_a_dead_daemon_leaves_its_pid_file(self):
        for name in self.ports:
            self.assertEqual(self.daemon("start", name), 0)
            pid_file, = (self.folder / "run").glob(f"*-{name}.pid")
            os.kill(int(pid_file.read_text()), 9)
            wait_until(lambda name=name: self.daemon("status", name) == 1, 30, "status 1")
            self.assertEqual(self.daemon("stop", name), 0)
            self.assertEqual(self.daemon("status", name), 3)

    def test_the_older_names_of_variables(self):
        for name, option in (("YARN_PID_DIR", "run"), ("YARN_LOG_DIR", "logs")):
            (self.folder / "old" / option).mkdir(parents=True)
            self.environment[name] = str(self.folder / "old" / option)
        done = self.yarn("--daemon", "start", "resourcemanager")
        self.addCleanup(self.daemon, "stop", "resourcemanager")
        self.assertEqual((done.returncode, done.stderr), (0, (
            "WARNING: YARN_LOG_DIR has been replaced by HADOOP_LOG_DIR. Using value of YARN_LOG_DIR.\n"
            "WARNING: YARN_PID_DIR has been replaced by HADOOP_PID_DIR. Using value of YARN_PID_DIR.\n")))
        self.assertEqual(len(list((self.folder / "old/run").glob("hadoop-*-resourcemanager.pid"))), 1)
        self.assertEqual(len(list((self.folder / "old/logs").glob("hadoop-*-resourcemanager-*.log"))), 1)
        self.assertEqual(list((self.folder / "run").iterdir()), [])


class ServiceManagerTest(Services):
    """systemd's side of sd_notify, played by a socket."""

    def test_both_say_that_they_serve_live_and_stop(self):
        for name, port in self.ports.items():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
                path = self.folder / f"notify-{name}"
                ear.bind(str(path))
                ear.settimeout(60)
                # two signs of life a second
                environment = self.environment | {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "1000000"}
                daemon = Daemon(name, [BIN / name], port, self.folder / f"{name}.log", environment).start()
                self.addCleanup(daemon.process.kill)
                ready = ear.recv(4096).decode()
                self.assertTrue(ready.startswith("READY=1\nSTATUS="), ready)
                for _ in range(3):
                    self.assertEqual(ear.recv(4096), b"WATCHDOG=1")
                daemon.process.terminate()
                wait_until(lambda ear=ear: ear.recv(4096) == b"STOPPING=1", 60, "the farewell", pause=0)
                self.assertEqual(daemon.stop(), 0)


class UnitsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def verify(self, change=lambda text: text):
        """What systemd finds wrong with our units, whose programs are those of the build."""
        for source in UNITS.glob("*.service.in"):
            text = source.read_text().replace("@MAMMOTH_CONFIGURATION@", "/etc/mammoth")
            text = text.replace("@CMAKE_INSTALL_FULL_BINDIR@", str(BIN))
            (self.folder / source.stem).write_text(change(text))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *self.folder.glob("*.service")],
                              capture_output=True, text=True, timeout=120, check=False)
        return "".join(line for line in done.stderr.splitlines(keepends=True) if "mammoth-" in line)

    def test_systemd_understands_every_line(self):
        self.assertEqual(self.verify(), "")

    def test_it_would_say_what_it_does_not_understand(self):
        self.assertIn("Unknown key 'WatchdogSeconds'", self.verify(lambda text: text.replace("WatchdogSec=", "WatchdogSeconds=")))


if __name__ == "__main__":
    unittest.main()
