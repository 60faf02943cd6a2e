"""The Go client colinmarc/hdfs, unmodified, on our cluster: each scenario of go/main.go."""
import subprocess
import unittest

from apache import CLOSE_MEANS_ALL, HERE, PEERS, cluster_under_test
from mini_cluster import wait_until


def build():
    program = PEERS / "go-interop"
    PEERS.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "go", check=True)
    return program


class GoClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = build()
        cls.program = program
        cls.cluster = cluster_under_test(datanodes=3)
        cls.addClassCleanup(cls.cluster.close)

    def command(self, cluster, scenario):
        return [self.program, f"127.0.0.1:{cluster.namenode_port}", "root", scenario]

    def scenario(self, name, cluster=None):
        cluster = cluster or self.cluster
        done = cluster.run(*self.command(cluster, name))
        self.assertIn(f"ok {name}\n", done.stdout, done.stdout + done.stderr)
        return done.stdout

    def test_a_big_file_with_three_replicas(self):
        printed = self.scenario("bigFile")
        self.assertEqual(self.cluster.hdfs("dfs", "-stat", "%r %b", "/go/big").stdout, "3 314572800\n")
        checksum = self.cluster.hdfs("dfs", "-checksum", "/go/big").stdout.split()[-1]
        self.assertIn(f"checksum {checksum[-32:]}\n", printed)

    def test_append(self):
        with cluster_under_test(datanodes=3, hdfs_site=CLOSE_MEANS_ALL) as cluster:
            self.scenario("append", cluster)

    def test_another_reader_sees_what_was_flushed(self):
        writer = subprocess.Popen(self.command(self.cluster, "hflush"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  text=True)
        self.assertEqual(writer.stdout.readline(), "flushed\n")
        # it does not wait for the acknowledgements
        wait_until(lambda: self.cluster.hdfs("dfs", "-cat", "/go/hflush").stdout == "flushed\n", 30, "a flushed line")
        self.assertEqual(writer.communicate("\n", timeout=60), ("ok hflush\n", None))

    def test_positional_reads(self):
        self.scenario("positional")

    def test_rename_over_a_file(self):
        self.scenario("renameOver")

    def test_a_thousand_files(self):
        self.scenario("namespace")
