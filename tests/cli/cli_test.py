"""Every script of this folder against a cluster of ours: our commands must show what Apache's shell showed
against Apache's NameNode (expected/). `run` says how a script is run by hand."""
import grp
import os
import pathlib
import unittest

from mini_cluster import MiniCluster

HERE = pathlib.Path(__file__).resolve().parent


class CliTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # as on the cluster that expected/ was recorded on
        group = grp.getgrgid(os.getgid()).gr_name
        cls.cluster = MiniCluster(datanodes=1, replication=1, hdfs_site={"dfs.permissions.superusergroup": group})

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()


def script_test(name):
    def test(self):
        result = self.cluster.run(HERE / "run", name)
        self.assertEqual(result.returncode, 0, result.stdout[-4000:] + result.stderr[-1000:])
    return unittest.skip(WAITING[name])(test) if name in WAITING else test


# what a script needs and the NameNode does not have yet
WAITING = {}

for script in sorted(HERE.glob("*.sh")):
    if script.stem != "lib":
        setattr(CliTest, f"test_{script.stem}", script_test(script.stem))


if __name__ == "__main__":
    unittest.main()
