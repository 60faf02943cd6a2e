"""What the tests of Spark's masters share: spark-submit with a scratch folder of its own, a standalone cluster, and a
look at which processes and files are left."""
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from mini_cluster import BIN, ROOT

LIB = BIN.parent / "lib"
EXAMPLES = LIB / "libspark-examples.so"
JOBS = LIB / "libspark-test-jobs.so"
SAMPLES = ROOT / "spark-core/examples/data"
DATA = ROOT.parent / "shared/data"


def wait_until(condition, seconds=20, what="it"):
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come about within {seconds} s")
        time.sleep(0.02)
    return result


class Scratch:
    """A folder for one test: home, local directories, marks of tasks. close() removes it."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="spark-test-")
        self.path = pathlib.Path(self.folder.name)
        for name in ("home", "local", "marks", "tmp"):
            (self.path / name).mkdir()
        self.environment = {**os.environ, "HOME": str(self.path / "home"), "TMPDIR": str(self.path / "tmp")}
        self.environment.pop("HADOOP_CONF_DIR", None)
        self.environment.pop("SPARK_CONF_DIR", None)

    def close(self):
        self.folder.cleanup()

    @property
    def marks_path(self):
        return self.path / "marks"

    def marks(self, phase):
        """(partition, attempt, pid) of the tasks of that phase, first come first."""
        found = [mark for mark in self.marks_path.iterdir() if mark.name.startswith(phase + "-")]
        found.sort(key=lambda mark: mark.stat().st_mtime_ns)
        return [tuple(map(int, mark.name.split("-")[1:])) for mark in found]

    def command(self, master, entry, *words, library=JOBS, conf=()):
        settings = {"spark.local.dir": self.path / "local", **dict(conf)}
        options = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        return [str(word) for word in (BIN / "spark-submit", "--master", master, *options, "--class", entry, library,
                                       *words)]

    def submit(self, *words, timeout=60, **options):
        return subprocess.run(self.command(*words, **options), capture_output=True, text=True, timeout=timeout,
                              env=self.environment)

    def begin(self, *words, **options):
        return subprocess.Popen(self.command(*words, **options), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env=self.environment)

    def executors(self):
        """Process ids of executors that work below this folder."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.readlink(entry / "cwd").startswith(str(self.path)) \
                        and os.readlink(entry / "exe").endswith("/spark-executor"):
                    found.append(int(entry.name))
            except OSError:
                continue  # it is gone, or not ours to see
        return found

    def local_files(self):
        return sorted(str(path) for path in (self.path / "local").rglob("*"))


class StandaloneCluster:
    """A master and workers on free ports."""

    def __init__(self, scratch, workers=2, cores=1, memory="1100m", settings=()):
        self.scratch = scratch
        self.processes = []
        self.settings = scratch.path / "cluster.conf"
        self.settings.write_text("".join(f"{key} {value}\n" for key, value in dict(settings).items()))
        self.log = scratch.path / "cluster.log"
        self.master = self.start("spark-master", "--port", "0", "--webui-port", "0")
        found = wait_until(lambda: re.search(r"at (spark://\S+), web UI at (http://\S+)", self.log.read_text()),
                           what="the master")
        self.url, self.web = found.groups()
        self.workers = [self.start("spark-worker", "--cores", cores, "--memory", memory, "--work-dir",
                                   scratch.path / f"work{i}", self.url) for i in range(workers)]
        wait_until(lambda: self.log.read_text().count("Successfully registered") >= workers, what="the workers")

    def start(self, program, *words):
        with open(self.log, "a", encoding="utf-8") as log:
            process = subprocess.Popen([str(word) for word in (BIN / program, "--properties-file", self.settings,
                                                               *words)],
                                       stderr=log, env=self.scratch.environment)
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
