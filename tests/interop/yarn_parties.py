"""A ResourceManager and NodeManagers, each ours or Apache's, and Apache's clients around them.

    with YarnCluster("ours", node_maker="ours") as cluster:
        cluster.cli("node", "-list").stdout
        cluster.distributed_shell("-shell_command", "date")
"""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import apache_yarn
from apache import CLIENT_FLAGS, FLAGS, HERE, PEERS, one_at_a_time, write_log4j
from mini_cluster import BIN, Daemon, free_port, wait_until, write_site_xml

CLASSES = {"application": "ApplicationCLI", "app": "ApplicationCLI", "applicationattempt": "ApplicationCLI",
           "container": "ApplicationCLI", "node": "NodeCLI", "queue": "QueueCLI", "cluster": "ClusterCLI",
           "rmadmin": "RMAdminCLI"}


def daemon_jars():
    with one_at_a_time():
        folder = PEERS / "apache-yarn-daemons-3.4.2"
        if not folder.exists():
            part = PEERS / "apache-yarn-daemons.part"
            subprocess.run(["mvn", "-q", "-B", "-f", HERE / "yarn/daemons/pom.xml",
                            "dependency:copy-dependencies", f"-DoutputDirectory={part}"], check=True)
            part.rename(folder)
        return folder


def mapreduce_jars():
    with one_at_a_time():
        folder = PEERS / "apache-mapreduce-on-yarn-3.4.2"
        if not folder.exists():
            part = PEERS / "apache-mapreduce-on-yarn.part"
            subprocess.run(["mvn", "-q", "-B", "-f", HERE / "yarn/mapreduce/pom.xml",
                            "dependency:copy-dependencies", f"-DoutputDirectory={part}"], check=True)
            part.rename(folder)
        return folder


class YarnCluster:
    def __init__(self, maker="ours", yarn_site=None, queues=None, nodes=1, node_maker="apache", core_site=None,
                 more_jars=None):
        self.maker = maker
        self.node_maker = node_maker
        self.jars = daemon_jars()
        self.more_jars = f":{more_jars}/*" if more_jars else ""
        self.loop = None
        self.shells = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mammoth-yarn-"))
        self.conf = self.folder / "conf"
        self.conf.mkdir()
        write_log4j(self.conf)
        names = ("address", "scheduler.address", "resource-tracker.address", "admin.address", "webapp.address")
        self.ports = {name: free_port() for name in names}
        self.node_ports = []
        self.yarn_site = yarn_site or {}
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HADOOP_", "YARN_"))}
        self.environment = dict(kept, HADOOP_CONF_DIR=str(self.conf), HADOOP_LOG_DIR=str(self.folder), TZ="UTC",
                                LC_ALL="C.UTF-8")
        (self.conf / "exclude").write_text("")
        write_site_xml(self.conf / "core-site.xml", {"hadoop.tmp.dir": self.folder / "tmp"} | (core_site or {}))
        write_site_xml(self.conf / "yarn-site.xml", {
            "yarn.resourcemanager.hostname": "127.0.0.1",
            **{f"yarn.resourcemanager.{name}": f"127.0.0.1:{port}" for name, port in self.ports.items()},
            "yarn.resourcemanager.nodes.exclude-path": self.conf / "exclude",
            "yarn.nodemanager.resource.memory-mb": 4096,
            "yarn.nodemanager.resource.cpu-vcores": 4,
            "yarn.nodemanager.vmem-check-enabled": "false",
            "yarn.nodemanager.delete.debug-delay-sec": 600 if os.environ.get("MAMMOTH_KEEP") else 0,
            "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": 99.9,
            "yarn.application.classpath": f"{self.conf},{self.jars}/*",
            "yarn.nodemanager.env-whitelist": "JAVA_HOME,PATH",
        } | (yarn_site or {}))
        write_site_xml(self.conf / "capacity-scheduler.xml", queues or {
            "yarn.scheduler.capacity.root.queues": "default",
            "yarn.scheduler.capacity.root.default.capacity": 100,
            "yarn.scheduler.capacity.maximum-am-resource-percent": 0.9,
        })
        self.manager = Daemon("resourcemanager", self.manager_command(), self.ports["address"],
                              self.folder / "resourcemanager.log", self.environment)
        self.nodes = [self._node(i) for i in range(nodes)]
        try:
            self.manager.start()
            for node in self.nodes:
                node.start()
            self.wait_nodes(nodes)
        except Exception:
            self.show_logs()
            self.close()
            raise

    def manager_command(self):
        if self.maker == "ours":
            return [BIN / "resourcemanager"]
        return self.java("org.apache.hadoop.yarn.server.resourcemanager.ResourceManager", flags=["-Xmx512m"])

    def _node(self, index):
        ports = [free_port() for _ in range(4)]
        self.node_ports.append(ports)
        names = ("yarn.nodemanager.address", "yarn.nodemanager.localizer.address", "yarn.nodemanager.webapp.address",
                 "yarn.nodemanager.collector-service.address")
        settings = {name: f"localhost:{port}" for name, port in zip(names, ports)} | {
            "yarn.nodemanager.local-dirs": self.folder / f"local{index}",
            "yarn.nodemanager.log-dirs": self.folder / f"logs{index}"}
        settings = {name: value for name, value in settings.items() if name not in self.yarn_site}
        conf = self.folder / f"node{index}"
        shutil.copytree(self.conf, conf)
        text = (conf / "yarn-site.xml").read_text().replace("</configuration>", "".join(
            f"<property><name>{k}</name><value>{v}</value></property>\n" for k, v in settings.items())
            + "</configuration>")
        (conf / "yarn-site.xml").write_text(text)
        command = self.java("org.apache.hadoop.yarn.server.nodemanager.NodeManager", flags=["-Xmx512m"], conf=conf)
        if self.node_maker == "ours":
            command = [BIN / "nodemanager"]
        return Daemon(f"nodemanager{index}", command, ports[0], self.folder / f"nodemanager{index}.log",
                      self.environment | {"HADOOP_CONF_DIR": str(conf)})

    def node_id(self, index=0):
        return f"localhost:{self.node_ports[index][0]}"

    def java(self, main_class, *arguments, flags=(), conf=None):
        return ["java", *FLAGS, *CLIENT_FLAGS, *flags, f"-Duser.home={self.folder}", "-cp",
                f"{conf or self.conf}:{self.jars}/*{self.more_jars}", main_class, *map(str, arguments)]

    def run(self, *command, **options):
        settings = {"capture_output": True, "text": True, "timeout": 120, "env": self.environment} | options
        return subprocess.run([str(part) for part in command], check=False, **settings)

    def cli(self, command, *arguments):
        """Apache's `yarn COMMAND`; one process runs them all."""
        if self.loop is None:
            self.loop = subprocess.Popen(
                ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{self.conf}:{apache_yarn.classes()}:{self.jars}/*",
                 "CommandLoop"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=self.environment)
        first = [command] if CLASSES[command] == "ApplicationCLI" else []
        line = "\t".join(map(str, (CLASSES[command], *first, *arguments)))
        self.loop.stdin.write(f"{line}\n".encode())
        self.loop.stdin.flush()
        code, *lengths = map(int, self.loop.stdout.readline().split())
        out, err = (self.loop.stdout.read(length).decode() for length in lengths)
        return subprocess.CompletedProcess(line, code, out, err)

    def apaches_logs(self, *arguments):
        """Apache's `yarn logs`, which wants a process of its own."""
        return self.run(*self.java("org.apache.hadoop.yarn.client.cli.LogsCLI", *arguments))

    def shell_command(self, *arguments):
        jar = next(self.jars.glob("hadoop-yarn-applications-distributedshell-*.jar"))
        return self.java("org.apache.hadoop.yarn.applications.distributedshell.Client", "-jar", jar,
                         "-master_memory", 512, "-container_memory", 256, *arguments)

    def distributed_shell(self, *arguments, **options):
        return self.run(*self.shell_command(*arguments), **options)

    def start_shell(self, *arguments):
        """In the background; ends with the cluster at the latest."""
        return self.popen(*self.shell_command(*arguments))

    def popen(self, *command):
        self.shells.append(subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                            text=True, env=self.environment))
        return self.shells[-1]

    def get(self, path):
        """The REST interface's answer as text."""
        return self.run("curl", "-s", f"http://127.0.0.1:{self.ports['webapp.address']}/ws/v1/cluster{path}").stdout

    def get_from_node(self, path, index=0):
        return self.run("curl", "-s", f"http://localhost:{self.node_ports[index][2]}{path}").stdout

    def processes(self):
        """Those that work below this cluster's local directories."""
        found = []
        for link in pathlib.Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if str(link.readlink()).startswith(f"{self.folder}/local"):
                    found.append(int(link.parent.name))
        return found

    def wait_nodes(self, count, seconds=60):
        wait_until(lambda: all(self.registered(index) for index in range(count)), seconds,
                   f"{count} registered NodeManagers", pause=0.2)

    def registered(self, index):
        """Our ResourceManager's log says so; Apache's is given time."""
        if self.maker == "ours":
            text = pathlib.Path(self.manager.log).read_text(errors="replace")
            return f"{self.node_id(index)} Node Transitioned to RUNNING" in text
        time.sleep(3)
        return self.nodes[index].running()

    def logs(self, name="stdout"):
        """What containers wrote, wherever they ran."""
        return "".join(path.read_text(errors="replace")
                       for path in sorted(self.folder.glob(f"logs*/application_*/container_*/{name}")))

    def show_logs(self):
        for daemon in (self.manager, *self.nodes):
            if pathlib.Path(daemon.log).exists():
                print(f"--- {daemon.name}\n{daemon.tail(40)}")

    def kill_containers(self):
        """Those that a NodeManager which was killed has left."""
        for path in self.folder.glob("local*/nmPrivate/application_*/container_*/*.pid"):
            with contextlib.suppress(ValueError, ProcessLookupError, FileNotFoundError):
                os.killpg(int(path.read_text()), signal.SIGKILL)

    def close(self):
        if self.loop:
            self.loop.kill()
            self.loop.wait()
            self.loop.stdin.close()
            self.loop.stdout.close()
        for shell in self.shells:
            shell.kill()
            shell.communicate()
        for daemon in (*self.nodes, self.manager):
            if daemon.running():
                daemon.kill()
        self.kill_containers()
        if not os.environ.get("MAMMOTH_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def shape_of(value):
    """A JSON value with its contents replaced by what they are; lists by their first element."""
    if isinstance(value, dict):
        if set(value) == {"memory", "vCores", "resourceInformations"}:
            return "resource"
        return {key: shape_of(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape_of(value[0])] if value else []
    if isinstance(value, bool):
        return "truth"
    return {str: "text", float: "fraction"}.get(type(value), "number")


def missing_names(wanted, given, path=""):
    """Names of `wanted` that `given` lacks or has in another shape."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return [name for key, part in wanted.items()
                for name in ([f"{path}.{key}"] if key not in given
                             else missing_names(part, given[key], f"{path}.{key}"))]
    if isinstance(wanted, list) and isinstance(given, list):
        return missing_names(wanted[0], given[0], path) if wanted and given else []
    return [] if wanted == given else [path]
