"""Apache Hadoop as the judge: its client, and its NameNode and DataNodes, from their Maven artefacts.

`jars()` fetches them once into build/peers. `ApacheClient(cluster)` drives FsShell and other classes
against any cluster; `ApacheCluster` is a MiniCluster whose daemons are Apache's, in a `MixedCluster` some are.
"""
import contextlib
import fcntl
import json
import os
import pathlib
import subprocess
import urllib.request

from mini_cluster import MiniCluster, ROOT

HERE = pathlib.Path(__file__).resolve().parent
PEERS = pathlib.Path(os.environ.get("MAMMOTH_PEERS", ROOT / "build/peers"))
FLAGS = ["--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-exports=java.base/sun.net.dns=ALL-UNNAMED",
         "--add-exports=java.base/sun.net.util=ALL-UNNAMED"]
CLIENT_FLAGS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]

# A file closes when one replica is finalized, and these clients do not get over an append that comes before the
# others are: on Apache's own cluster they fail now and then.
CLOSE_MEANS_ALL = {"dfs.namenode.replication.min": 3}


@contextlib.contextmanager
def one_at_a_time():
    """What several test runs share is made by one of them."""
    PEERS.mkdir(parents=True, exist_ok=True)
    with open(PEERS / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def jars():
    with one_at_a_time():
        return fetched_jars()


def fetched_jars():
    folder = PEERS / "apache-3.4.2"
    if not folder.exists():
        part = PEERS / "apache.part"
        subprocess.run(["mvn", "-q", "-B", "-f", HERE / "java/pom.xml", "dependency:copy-dependencies",
                        f"-DoutputDirectory={part}"], check=True)
        part.rename(folder)
    return folder


def classes():
    """Our small Java programs, compiled against Apache's client."""
    with one_at_a_time():
        return compiled_classes()


def compiled_classes():
    sources = sorted((HERE / "java").glob("*.java"))
    target = PEERS / "classes"
    newest = max((source.stat().st_mtime for source in sources), default=0)
    if not target.exists() or target.stat().st_mtime < newest:
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["javac", "-nowarn", "-cp", f"{fetched_jars()}/*", "-d", target, *sources], check=True)
        os.utime(target)
    return target


def java(conf, *arguments, flags=CLIENT_FLAGS):
    class_path = f"{conf}:{classes()}:{jars()}/*"
    return ["java", *FLAGS, *flags, "-cp", class_path, *map(str, arguments)]


def write_log4j(conf):
    (conf / "log4j.properties").write_text(
        "log4j.rootLogger=WARN,console\n"
        "log4j.appender.console=org.apache.log4j.ConsoleAppender\n"
        "log4j.appender.console.target=System.err\n"
        "log4j.appender.console.layout=org.apache.log4j.PatternLayout\n"
        "log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %p %c{2}: %m%n\n"
        # it says that native code is missing, on every start
        "log4j.logger.org.apache.hadoop.util.NativeCodeLoader=ERROR\n")


def bean(http_port, name):
    """What a daemon of Apache's says about itself."""
    with urllib.request.urlopen(f"http://127.0.0.1:{http_port}/jmx?qry={name}", timeout=30) as answer:
        return json.load(answer)["beans"][0]


class ApacheClient:
    """Apache's own client, aimed at `cluster` (ours or Apache's)."""

    def __init__(self, cluster):
        self.cluster = cluster
        write_log4j(cluster.conf)

    def command(self, main_class, *arguments):
        return java(self.cluster.conf, main_class, *arguments)

    def run(self, main_class, *arguments, check=True, **options):
        result = self.cluster.run(*self.command(main_class, *arguments), **options)
        if check and result.returncode != 0:
            raise AssertionError(f"{main_class} {arguments} -> {result.returncode}: {result.stderr}")
        return result

    def start(self, main_class, *arguments, **options):
        """The same in the background."""
        settings = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "env": self.cluster.environment} | options
        return subprocess.Popen(java(self.cluster.conf, main_class, *arguments), **settings)

    def fs(self, *arguments, **options):
        return self.run("org.apache.hadoop.fs.FsShell", *arguments, **options)


class MixedCluster(MiniCluster):
    """Daemons of both makers: MixedCluster("ours", ["ours", "apache", "ours"])."""

    def __init__(self, namenode, datanodes, **options):
        self.namenode_maker, self.datanode_makers = namenode, list(datanodes)
        jars()
        super().__init__(len(self.datanode_makers), **options)

    def _prepare(self):
        for page in ("hdfs", "datanode", "secondary", "journal"):  # Apache's web server insists on them
            (self.conf / "webapps" / page).mkdir(parents=True, exist_ok=True)
        write_log4j(self.conf)

    def namenode_command(self):
        self._prepare()
        if self.namenode_maker == "ours":
            return super().namenode_command()
        return java(self.conf, "org.apache.hadoop.hdfs.server.namenode.NameNode",
                    flags=["-Xmx1g", f"-Dhadoop.log.dir={self.folder}"])

    def datanode_command(self, index):
        if self.datanode_makers[index] == "ours":
            return super().datanode_command(index)
        return java(self.conf, "org.apache.hadoop.hdfs.server.datanode.DataNode", flags=["-Xmx512m"])

    def add_datanode(self, maker=None):
        self.datanode_makers.append(maker or self.namenode_maker)
        return super().add_datanode()

    def live_datanodes(self):
        if self.namenode_maker == "ours":
            return super().live_datanodes()
        return bean(self.http_port, "Hadoop:service=NameNode,name=FSNamesystemState")["NumLiveDataNodes"]


class ApacheCluster(MixedCluster):
    """NameNode and DataNodes from Apache's jars, with the same handles as ours."""

    def __init__(self, datanodes=1, **options):
        super().__init__("apache", ["apache"] * datanodes, **options)


def cluster_under_test(datanodes=1, **options):
    """Ours. Apache's when MAMMOTH_SUBJECT=apache, which tells a wrong test from a wrong daemon."""
    maker = ApacheCluster if os.environ.get("MAMMOTH_SUBJECT") == "apache" else MiniCluster
    return maker(datanodes=datanodes, **options)
