"""A real cluster of real processes on loopback, for tests that start, kill and restart daemons.

    with MiniCluster(datanodes=3) as cluster:
        cluster.hdfs("dfs", "-mkdir", "/a")
        cluster.datanodes[0].kill()

Ports are free ones, data and logs live in a temporary folder, which stays when MAMMOTH_KEEP is set.
MAMMOTH_BIN names the folder of the programs (default build/release/bin).
"""
import ctypes
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("MAMMOTH_BIN", ROOT / "build/release/bin"))


given_out = set()


def free_port():
    """Below the ports that the kernel gives to outgoing connections: one of those could take it first. Test runs
    side by side (MAMMOTH_TEST_SLOT 0, 1, …) have ports of their own, so that nobody takes a dead daemon's."""
    slot = int(os.environ.get("MAMMOTH_TEST_SLOT", 0)) % 4
    while True:
        port = random.randrange(10_000 + slot * 5_500, 10_000 + (slot + 1) * 5_500)
        if port in given_out:  # perhaps of a daemon that is down just now
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                given_out.add(port)
                return port
            except OSError:
                continue


def wait_until(condition, seconds=30, what="condition", pause=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(pause)
    raise TimeoutError(f"{what} did not come true in {seconds} s")


def port_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def die_with_the_test():
    """Called in the child: a test that is killed leaves no daemons."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Daemon:
    """One daemon process. `start` waits until `port` accepts connections."""

    def __init__(self, name, command, port, log, environment):
        self.name, self.command, self.port, self.log, self.environment = name, command, port, log, environment
        self.process = None

    def start(self):
        assert not self.running(), f"{self.name} runs already"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=self.environment, preexec_fn=die_with_the_test)
        wait_until(lambda: port_open(self.port) or not self.running(), 60, f"port of {self.name}")
        if not self.running():
            raise RuntimeError(f"{self.name} ended at once:\n{self.tail()}")
        return self

    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """As when the plug is pulled."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        if self.running():
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise RuntimeError(f"{self.name} did not stop within 20 s of SIGTERM:\n{self.tail()}")
        return self.process.returncode if self.process else None

    def tail(self, lines=30):
        return "\n".join(pathlib.Path(self.log).read_text(errors="replace").splitlines()[-lines:])

    def sanitizer_reports(self):
        """What the sanitizers had to say, if it was built with them."""
        marks = ("AddressSanitizer", "LeakSanitizer", "runtime error:", "UndefinedBehaviorSanitizer")
        lines = pathlib.Path(self.log).read_text(errors="replace").splitlines()
        first = next((i for i, line in enumerate(lines) if any(mark in line for mark in marks)), len(lines))
        return "\n".join(lines[first:first + 60])

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


def write_site_xml(path, values):
    rows = "".join(f"  <property><name>{k}</name><value>{v}</value></property>\n" for k, v in values.items())
    pathlib.Path(path).write_text(f"<configuration>\n{rows}</configuration>\n")


class MiniCluster:
    """NameNode and DataNodes of ours. `hdfs_site` overrides keys; `start=False` leaves starting to the test."""

    def __init__(self, datanodes=1, replication=None, hdfs_site=None, core_site=None, start=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mammoth-"))
        self.conf = self.folder / "conf"
        self.conf.mkdir()
        self.namenode_port = free_port()
        self.uri = f"hdfs://127.0.0.1:{self.namenode_port}"
        self.http_port = free_port()
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HADOOP_")}
        self.environment = dict(kept, HADOOP_CONF_DIR=str(self.conf), HADOOP_LOG_DIR=str(self.folder), TZ="UTC",
                                LC_ALL="C.UTF-8")
        write_site_xml(self.conf / "core-site.xml", {"fs.defaultFS": self.uri} | (core_site or {}))
        write_site_xml(self.conf / "hdfs-site.xml", {
            "dfs.namenode.name.dir": self.folder / "name",
            "dfs.namenode.rpc-address": f"127.0.0.1:{self.namenode_port}",
            "dfs.namenode.http-address": f"127.0.0.1:{self.http_port}",
            "dfs.replication": replication or min(3, max(1, datanodes)),
            "dfs.namenode.safemode.extension": 0,
            "dfs.namenode.fs-limits.min-block-size": 0,
        } | (hdfs_site or {}))
        self.datanode_ports = []
        self.namenode = self._daemon("namenode", self.namenode_command(), self.namenode_port)
        self.datanodes = [self._datanode(i) for i in range(datanodes)]
        if start:
            self.format()
            self.start()

    def namenode_command(self):
        return [BIN / "namenode"]

    def datanode_command(self, index):
        return [BIN / "datanode"]

    def format(self):
        subprocess.run([*self.namenode_command(), "-format", "-nonInteractive"], check=True, env=self.environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _daemon(self, name, command, port):
        return Daemon(name, command, port, self.folder / f"{name}.log", self.environment)

    def datanode_command_line(self, index):
        while len(self.datanode_ports) <= index:
            self.datanode_ports.append([free_port() for _ in range(3)])
        names = ("dfs.datanode.address", "dfs.datanode.ipc.address", "dfs.datanode.http.address")
        ports = zip(names, self.datanode_ports[index])
        return [*self.datanode_command(index), f"-Ddfs.datanode.data.dir={self.data_folder(index)}",
                *(f"-D{name}=127.0.0.1:{port}" for name, port in ports)]

    def _datanode(self, index):
        command = self.datanode_command_line(index)
        return self._daemon(f"datanode{index}", command, self.datanode_ports[index][0])

    def add_datanode(self):
        self.datanodes.append(self._datanode(len(self.datanodes)).start())
        return self.datanodes[-1]

    def start(self):
        try:
            self.namenode.start()
            for datanode in self.datanodes:
                datanode.start()
            self.wait_live(len(self.datanodes))
        except Exception:
            self.show_logs()
            self.close()
            raise

    def live_datanodes(self):
        """Those that can take blocks: they have registered and said how much room there is."""
        report = self.run(BIN / "hdfs", "dfsadmin", "-report", "-live").stdout
        _, _, nodes = report.partition("Live datanodes (")
        return sum(line.startswith("Configured Capacity: ") and not line.startswith("Configured Capacity: 0 ")
                   for line in nodes.splitlines())

    def wait_live(self, count, seconds=60):
        wait_until(lambda: self.live_datanodes() == count, seconds, f"{count} live DataNodes")

    def run(self, *command, **options):
        settings = {"capture_output": True, "text": True, "timeout": 300, "env": self.environment} | options
        return subprocess.run([str(part) for part in command], **settings)

    def hdfs(self, *arguments, check=True, **options):
        """Our command; `check` fails the test with its standard error."""
        result = self.run(BIN / "hdfs", *arguments, **options)
        if check and result.returncode != 0:
            raise AssertionError(f"hdfs {' '.join(map(str, arguments))} -> {result.returncode}: {result.stderr}")
        return result

    def start_hdfs(self, *arguments, **options):
        """Our command in the background."""
        settings = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "env": self.environment} | options
        return subprocess.Popen([str(part) for part in (BIN / "hdfs", *arguments)], **settings)

    def unfinished_replicas(self):
        """Files of replicas that are being written, in all DataNodes' folders."""
        return [path for path in self.folder.glob("data*/current/BP-*/current/rbw/blk_*") if path.suffix != ".meta"]

    def wait_until_writing(self, replicas):
        """Somebody writes a block to so many DataNodes at once, and each has some of it."""
        def written():
            try:
                return sum(path.stat().st_size > 0 for path in self.unfinished_replicas()) >= replicas
            except FileNotFoundError:  # it was finished meanwhile
                return False
        wait_until(written, 60, f"a write to {replicas} DataNodes")

    def writing_datanodes(self):
        """Indices of the DataNodes with an unfinished replica."""
        return sorted({int(path.relative_to(self.folder).parts[0].removeprefix("data"))
                       for path in self.unfinished_replicas()})

    def data_folder(self, index):
        return self.folder / f"data{index}"

    def daemons(self):
        return [*self.datanodes, self.namenode]

    def show_logs(self):
        for daemon in self.daemons():
            if pathlib.Path(daemon.log).exists():
                state = "runs" if daemon.running() else "does not run"
                print(f"--- {daemon.name} ({state})\n{daemon.tail(20)}")

    def close(self):
        for daemon in self.daemons():
            if daemon.running():
                daemon.kill()
        if not os.environ.get("MAMMOTH_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.show_logs()
        self.close()
