"""How the daemons are started, stopped and formatted."""
import getpass
import os
import socket
import unittest

from mini_cluster import BIN, MiniCluster, port_open, wait_until


class DaemonTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=1, start=False)
        self.addCleanup(self.cluster.close)
        for name in ("run", "logs"):
            (self.cluster.folder / name).mkdir()
        self.cluster.environment |= {"HADOOP_PID_DIR": str(self.cluster.folder / "run"),
                                     "HADOOP_LOG_DIR": str(self.cluster.folder / "logs")}

    def namenode(self, *arguments, **options):
        return self.cluster.run(BIN / "namenode", *arguments, **options)

    def daemon(self, verb):
        return self.cluster.hdfs("--daemon", verb, "namenode", check=False).returncode

    def test_start_status_stop(self):
        self.cluster.format()
        self.assertEqual(self.daemon("status"), 3)
        self.assertEqual(self.daemon("start"), 0)
        self.addCleanup(self.daemon, "stop")
        wait_until(lambda: port_open(self.cluster.namenode_port), 30, "the NameNode's port")
        self.assertEqual(self.daemon("status"), 0)
        self.assertEqual(self.daemon("start"), 1, "a second start")
        self.assertEqual(self.daemon("stop"), 0)
        self.assertEqual(self.daemon("status"), 3)
        self.assertFalse(port_open(self.cluster.namenode_port))

    def test_a_dead_daemon_leaves_its_pid_file(self):
        self.cluster.format()
        self.assertEqual(self.daemon("start"), 0)
        pid_file = self.cluster.folder / "run" / f"hadoop-{os.environ.get('USER', getpass.getuser())}-namenode.pid"
        pid = int(pid_file.read_text())
        os.kill(pid, 9)
        wait_until(lambda: self.daemon("status") == 1, 10, "status 1")

    def test_an_unformatted_namenode_does_not_start(self):
        missing = self.namenode()
        self.assertEqual(missing.returncode, 1)
        self.assertIn("storage directory does not exist or is not accessible", missing.stderr + missing.stdout)
        (self.cluster.folder / "name").mkdir()
        empty = self.namenode()
        self.assertEqual(empty.returncode, 1)
        self.assertIn("NameNode is not formatted.", empty.stderr + empty.stdout)

    def test_format_keeps_what_is_there_unless_forced(self):
        self.cluster.format()
        self.cluster.start()
        self.cluster.hdfs("dfs", "-mkdir", "/kept")
        for daemon in self.cluster.daemons():
            daemon.stop()
        self.assertEqual(self.namenode("-format", "-nonInteractive").returncode, 1)
        self.assertEqual(self.namenode("-format", input="N\n").returncode, 1)
        self.cluster.namenode.start()
        self.cluster.hdfs("dfs", "-test", "-d", "/kept")
        self.cluster.namenode.stop()
        forced = self.namenode("-format", "-force", "-clusterid", "CID-mine")
        self.assertEqual(forced.returncode, 0)
        self.assertIn("CID-mine", forced.stdout + forced.stderr)
        self.cluster.namenode.start()
        self.assertEqual(self.cluster.hdfs("dfs", "-test", "-d", "/kept", check=False).returncode, 1)

    def test_other_machines_are_not_served_unasked(self):
        self.cluster.format()
        port = self.cluster.namenode_port
        bind = "-Ddfs.namenode.rpc-bind-host=0.0.0.0"
        refused = self.namenode(bind, timeout=30)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("mammoth.security.allow-unauthenticated-remote", refused.stderr + refused.stdout)
        daemon = self.cluster.namenode
        daemon.command = [*daemon.command, bind, "-Dmammoth.security.allow-unauthenticated-remote=true"]
        daemon.start()
        self.assertTrue(port_open(port))

    def test_memory_after_start(self):
        # Printed for whoever reads the log; a limit would depend on the machine.
        self.cluster.format()
        self.cluster.start()
        for daemon in self.cluster.daemons():
            print(f"{daemon.name} {daemon.resident_mib():.1f} MiB", end=" ", flush=True)


class LoopbackTest(unittest.TestCase):
    def test_everything_listens_on_loopback(self):
        with MiniCluster(datanodes=1) as cluster:
            for daemon in cluster.daemons():
                inodes = {os.readlink(link.path) for link in os.scandir(f"/proc/{daemon.process.pid}/fd")}
                for line in open("/proc/net/tcp").read().splitlines()[1:]:
                    fields = line.split()
                    if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                        address = socket.inet_ntoa(bytes.fromhex(fields[1].split(":")[0])[::-1])
                        self.assertEqual(address, "127.0.0.1", daemon.name)


class ServiceManagerTest(unittest.TestCase):
    """systemd's side of sd_notify, played by a socket."""

    def setUp(self):
        self.cluster = MiniCluster(datanodes=1, start=False)
        self.addCleanup(self.cluster.close)
        self.cluster.format()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        path = self.cluster.folder / "notify"
        self.socket.bind(str(path))
        self.socket.settimeout(20)
        # two signs of life a second
        self.cluster.environment |= {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "1000000"}

    def hear(self):
        return self.socket.recv(4096).decode()

    def check(self, daemon, port):
        self.cluster.start()
        message = self.hear()
        self.assertTrue(message.startswith("READY=1\nSTATUS="), message)
        self.assertTrue(message.endswith(f" up at port {port}"), message)
        self.assertTrue(port_open(port))
        for _ in range(3):
            self.assertEqual(self.hear(), "WATCHDOG=1")
        daemon.process.terminate()
        wait_until(lambda: self.hear() == "STOPPING=1", 20, "the farewell", pause=0)
        self.assertEqual(daemon.stop(), 0)

    def test_namenode(self):
        self.cluster.datanodes.clear()
        self.check(self.cluster.namenode, self.cluster.namenode_port)

    def test_datanode(self):
        datanode = self.cluster.datanodes[0]
        # the NameNode has no service manager here
        self.cluster.namenode.environment = {name: value for name, value in self.cluster.namenode.environment.items()
                                             if name != "NOTIFY_SOCKET"}
        self.check(datanode, datanode.port)
