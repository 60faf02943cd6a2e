"""Apache's Java client, unmodified, on our cluster: each scenario of FilesProgram."""
import unittest

from apache import ApacheClient, cluster_under_test


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
