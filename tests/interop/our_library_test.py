"""Our client library on our cluster: each scenario of library_program.cc."""
import unittest

from apache import cluster_under_test
from mini_cluster import BIN


class OurLibraryTest(unittest.TestCase):
    def test_every_scenario(self):
        with cluster_under_test(datanodes=3) as cluster:
            done = cluster.run(BIN / "library_program")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(done.stdout.count("ok "), 9)
