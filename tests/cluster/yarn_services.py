"""One ResourceManager and one NodeManager of ours: their configuration, and where they write. They are not started."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mini_cluster import BIN, free_port, write_site_xml


class Services(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mammoth-services-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name in ("conf", "run", "logs"):
            (self.folder / name).mkdir()
        manager = ("address", "scheduler.address", "resource-tracker.address", "admin.address", "webapp.address")
        node = ("address", "localizer.address", "webapp.address")
        keys = [f"yarn.resourcemanager.{name}" for name in manager] + [f"yarn.nodemanager.{name}" for name in node]
        self.all_ports = ports = {key: free_port() for key in keys}
        self.ports = {name: ports[f"yarn.{name}.address"] for name in ("resourcemanager", "nodemanager")}
        self.shuffle_port = free_port()
        write_site_xml(self.folder / "conf/core-site.xml", {"hadoop.tmp.dir": self.folder / "tmp"})
        write_site_xml(self.folder / "conf/yarn-site.xml", {
            **{key: f"127.0.0.1:{port}" for key, port in ports.items()},
            "yarn.nodemanager.local-dirs": self.folder / "local", "yarn.nodemanager.log-dirs": self.folder / "logs/containers",
            "yarn.nodemanager.aux-services": "mapreduce_shuffle", "mapreduce.shuffle.port": self.shuffle_port,
            "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": 99.9})
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HADOOP_", "YARN_"))}
        self.environment = dict(kept, HADOOP_CONF_DIR=str(self.folder / "conf"), HADOOP_PID_DIR=str(self.folder / "run"),
                                HADOOP_LOG_DIR=str(self.folder / "logs"))

    def yarn(self, *arguments):
        return subprocess.run([BIN / "yarn", *arguments], env=self.environment, capture_output=True, text=True, errors="replace",
                              timeout=60, check=False)

    def daemon(self, verb, name):
        return self.yarn("--daemon", verb, name).returncode
