"""Apache's Java client, unmodified, on our cluster: each scenario of FilesProgram, and what its shell does
beyond the short commands of shell_comparison_test.py."""
import unittest

from apache import ApacheClient, cluster_under_test
from files import digest, make_file
from follow import followed


class JavaClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster_under_test(datanodes=3)
        cls.addClassCleanup(cls.cluster.close)
        cls.client = ApacheClient(cls.cluster)

    def scenario(self, name):
        done = self.client.run("FilesProgram", name)
        self.assertEqual(done.stdout, f"ok {name}\n", done.stderr)

    def test_a_big_file_with_three_replicas(self):
        self.scenario("bigFile")

    def test_the_shell_moves_a_big_file(self):
        source = make_file(self.cluster.folder / "source", 300 << 20)
        target = self.cluster.folder / "target"
        self.client.fs("-put", source, "/shell")
        self.assertEqual(self.client.fs("-stat", "%r %b", "/shell").stdout, "3 314572800\n")
        self.client.fs("-get", "/shell", target)
        self.assertEqual(digest(target), digest(source))
        self.cluster.hdfs("dfs", "-put", source, "/by-us")
        sums = self.client.fs("-checksum", "/shell", "/by-us").stdout
        self.assertEqual(sums, self.cluster.hdfs("dfs", "-checksum", "/shell", "/by-us").stdout)
        self.assertEqual(len({line.split("\t", 1)[1] for line in sums.splitlines()}), 1, sums)
        self.assertIn("MD5-of-262144MD5-of-512CRC32C", sums)

    def test_the_shell_follows_a_file(self):
        seen, expected = followed(
            lambda *arguments, **options: self.client.start("org.apache.hadoop.fs.FsShell", *arguments, **options),
            lambda *arguments: self.cluster.hdfs("dfs", *arguments), self.cluster, "/followed")
        self.assertEqual(seen, expected)

    def test_positional_reads(self):
        self.scenario("positionalReads")

    def test_append(self):
        self.scenario("append")

    def test_readers_see_what_was_flushed(self):
        self.scenario("hflush")

    def test_rename_over_a_file(self):
        self.scenario("renameOver")

    def test_a_thousand_small_files(self):
        self.scenario("smallFiles")

    def test_truncate(self):
        self.scenario("truncate")

    def test_lease_recovery(self):
        self.scenario("leaseRecovery")

    def test_a_second_writer_is_refused(self):
        self.scenario("twoWriters")

    def test_many_threads_share_a_client(self):
        self.scenario("manyThreads")

    def test_refusals_are_exceptions_of_the_right_class(self):
        self.scenario("refusals")

    def test_blocks_of_a_megabyte(self):
        self.scenario("manyBlocks")
