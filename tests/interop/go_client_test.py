"""The Go client colinmarc/hdfs, unmodified, on our cluster: each scenario of go/main.go."""
import subprocess
import unittest

from apache import CLOSE_MEANS_ALL, HERE, PEERS, cluster_under_test


def build():
    program = PEERS / "go-interop"
    PEERS.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "go", check=True)
    return program


class GoClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = build()
        cluster = cluster_under_test(datanodes=3, hdfs_site=CLOSE_MEANS_ALL)
        cls.addClassCleanup(cluster.close)
        cls.done = cluster.run(program, f"127.0.0.1:{cluster.namenode_port}", "root")

    def scenario(self, name):
        self.assertIn(f"ok {name}\n", self.done.stdout, self.done.stdout + self.done.stderr)

    def test_a_big_file_with_three_replicas(self):
        self.scenario("bigFile")

    def test_append(self):
        self.scenario("append")

    def test_positional_reads(self):
        self.scenario("positional")

    def test_a_thousand_files(self):
        self.scenario("namespace")
