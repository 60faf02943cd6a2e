"""The Rust client hdfs-native, unmodified, on our cluster: each scenario of rust/src/main.rs."""
import subprocess
import unittest

from apache import CLOSE_MEANS_ALL, HERE, PEERS, cluster_under_test


def build():
    target = PEERS / "rust"
    subprocess.run(["cargo", "build", "--quiet", "--release", "--target-dir", target], cwd=HERE / "rust", check=True)
    return target / "release/interop"


class RustClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = build()
        cluster = cluster_under_test(datanodes=3, hdfs_site=CLOSE_MEANS_ALL)
        cls.addClassCleanup(cluster.close)
        cls.done = cluster.run(program, cluster.uri)

    def scenario(self, name):
        self.assertIn(f"ok {name}\n", self.done.stdout, self.done.stdout + self.done.stderr)

    def test_a_big_file_with_three_replicas(self):
        self.scenario("bigFile")

    def test_append(self):
        self.scenario("append")

    def test_a_thousand_files(self):
        self.scenario("namespace")
