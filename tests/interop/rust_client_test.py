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
        cls.program = build()
        cls.cluster = cluster_under_test(datanodes=3)
        cls.addClassCleanup(cls.cluster.close)

    def scenario(self, name, cluster=None):
        cluster = cluster or self.cluster
        done = cluster.run(self.program, cluster.uri, name)
        self.assertIn(f"ok {name}\n", done.stdout, done.stdout + done.stderr)

    def test_a_big_file_with_three_replicas(self):
        self.scenario("bigFile")
        self.assertEqual(self.cluster.hdfs("dfs", "-stat", "%r %b", "/rust/big").stdout, "3 314572800\n")

    def test_append(self):
        with cluster_under_test(datanodes=3, hdfs_site=CLOSE_MEANS_ALL) as cluster:
            self.scenario("append", cluster)

    def test_rename_over_a_file(self):
        self.scenario("renameOver")

    def test_a_thousand_files(self):
        self.scenario("namespace")
