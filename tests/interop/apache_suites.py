"""Apache's own JUnit test classes on our daemons: as they are, but for the class MiniDFSCluster, which is ours.

`run(classes, left_out)` gives a Result for each test. With MAMMOTH_SUBJECT=apache they run on Apache's own daemons
in the same JVM, as where they come from: that tells what they skip by themselves.
"""
import dataclasses
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import zipfile

from apache import FLAGS, HERE, PEERS, fetched_jars, one_at_a_time
from mini_cluster import BIN, die_with_the_test

SUITES = HERE / "suites"
SUBJECT = os.environ.get("MAMMOTH_SUBJECT", "ours")
# Their mocks look into these.
REFLECTION = ["--add-opens=java.base/sun.net.www.protocol.http=ALL-UNNAMED", "--add-opens=java.base/java.net=ALL-UNNAMED"]

UNFINISHED = "the whole run"
LISTS = ("contract", "operations", "features", "clients", "snapshots")


@dataclasses.dataclass
class Result:
    """One test: `kind` is passed, failed or skipped."""
    kind: str
    name: str
    seconds: float
    why: str


def fetched_extras():
    """Their assertion library, and the data files that their tests read, laid out in data/."""
    folder = PEERS / "apache-suites-3.4.2"
    if not folder.exists():
        part = PEERS / "suites.part"
        subprocess.run(["mvn", "-q", "-B", "-f", SUITES / "pom.xml", "dependency:copy-dependencies",
                        f"-DoutputDirectory={part}"], check=True)
        with zipfile.ZipFile(next(part.glob("*test-sources.jar"))) as sources:
            wanted = re.compile(r"contract/hdfs\.xml|test[^/]*\.xml|data\d+\w+")
            sources.extractall(part / "data", filter(wanted.fullmatch, sources.namelist()))
        next(part.glob("*test-sources.jar")).unlink()
        part.rename(folder)
    return folder


def compiled(name, sources):
    """Into build/peers/NAME, when a source is newer."""
    target = PEERS / name
    newest = max(source.stat().st_mtime for source in sources)
    if not target.exists() or target.stat().st_mtime < newest:
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["javac", "-nowarn", "-cp", f"{fetched_jars()}/*", "-d", target, *sources], check=True)
        os.utime(target)
    return target


def class_path(conf):
    with one_at_a_time():
        parts = [conf, compiled("suites-runner", [SUITES / "Suites.java"])]
        if SUBJECT == "ours":
            parts.append(compiled("suites-mini", sorted((SUITES / "mini").glob("*.java"))))
        extras = fetched_extras()
        return ":".join(map(str, [*parts, extras / "data", f"{extras}/*", f"{fetched_jars()}/*"]))


def lines(name):
    """The entries of a list beside this file: one a line, # starts a remark."""
    rows = ((SUITES / name).read_text(encoding="utf-8")).splitlines()
    return [row for row in (row.split("#")[0].strip() for row in rows) if row]


def write_conf(conf):
    """What Apache's build gives its tests."""
    conf.mkdir()
    values = {"hadoop.tmp.dir": conf.parent / "tmp"}
    rows = "".join(f"<property><name>{key}</name><value>{value}</value></property>" for key, value in values.items())
    (conf / "core-site.xml").write_text(f"<configuration>{rows}</configuration>")
    (conf / "hdfs-site.xml").write_text("<configuration><property><name>dfs.namenode.fs-limits.min-block-size</name>"
                                        "<value>0</value></property></configuration>")
    (conf / "log4j.properties").write_text(
        f"log4j.rootLogger={os.environ.get('MAMMOTH_LOG', 'WARN')},console\n"
        "log4j.appender.console=org.apache.log4j.ConsoleAppender\n"
        "log4j.appender.console.target=System.err\n"
        "log4j.appender.console.layout=org.apache.log4j.PatternLayout\n"
        "log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %p %c{2}: %m%n\n")


def run(classes, left_out=(), seconds=900):
    """Runs the classes in one JVM. A test that never ended, or a JVM that died, is a failure too."""
    with tempfile.TemporaryDirectory(prefix="mammoth-suites-") as name:
        folder = pathlib.Path(name)
        write_conf(folder / "conf")
        (folder / "classes").write_text("\n".join(classes) + "\n")
        (folder / "left-out").write_text("\n".join(left_out) + "\n")
        log = pathlib.Path(os.environ.get("MAMMOTH_SUITES_LOG", folder / "log"))
        path = class_path(folder / "conf")
        command = ["java", *FLAGS, *REFLECTION, "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx1g", f"-Dmammoth.bin={BIN}",
                   f"-Dtest.build.data={folder}/data", f"-Dtest.build.dir={folder}/dir",
                   f"-Dtest.cache.data={fetched_extras()}/data", "-ea",
                   "-cp", path, "Suites",
                   folder / "results", folder / "classes", folder / "left-out"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("HADOOP_")}
        with open(log, "wb") as out:
            process = subprocess.Popen(list(map(str, command)), cwd=folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                       env=dict(environment, TZ="UTC", LC_ALL="C.UTF-8"),
                                       preexec_fn=die_with_the_test)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        return read_results(folder / "results", log)


def read_results(path, log):
    found = []
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for row in rows:
        kind, _, rest = row.partition(" ")
        if kind in ("passed", "failed", "skipped"):
            name, seconds, why = (rest.split(" ", 2) + [""])[:3]
            found.append(Result(kind, name, float(seconds), why))
    if "end" not in rows:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-40:])
        found.append(Result("failed", UNFINISHED, 0, f"it did not end; the log's end:\n{tail}"))
    return found


class SuiteCase(unittest.TestCase):
    """Runs the classes of suites/NAME.txt once; a test for each class looks at what came. NAME is its `suite`."""
    suite = None

    @classmethod
    def setUpClass(cls):
        cls.results = run(lines(f"{cls.suite}.txt"), lines("left_out.txt"))

    def look_at(self, class_name):
        found = [result for result in self.results if result.name.partition(".")[0] == class_name]
        self.assertNotEqual(found, [], "no test of it ran")
        failed = [f"{result.name}: {result.why}" for result in found if result.kind == "failed"]
        self.assertEqual(failed, [])
        expected = [name for name in lines("skipped.txt") if name.partition(".")[0] == class_name]
        self.assertEqual(sorted(result.name for result in found if result.kind == "skipped"), expected)
        print(f"{class_name}: {sum(result.kind == 'passed' for result in found)} of Apache's tests passed", flush=True)

    def test_the_run_ended(self):
        self.assertEqual([result.why for result in self.results if result.name == UNFINISHED], [])


def test_class(suite):
    """A unittest class with a test for each class of suites/SUITE.txt."""
    names = [line.rpartition(".")[2] for line in lines(f"{suite}.txt")]
    tests = {f"test_{name}": lambda self, name=name: self.look_at(name) for name in names}
    return type("ApacheSuites", (SuiteCase,), {"suite": suite, **tests})
