"""Scenario 7: the NameNode dies with the reply to a change on the wire. The client asks the next one, which knows what
the first one answered: no "does not exist" for what was renamed or deleted, no "already exists". Hadoop:
TestRetryCacheWithHA, TestNamenodeRetryCache."""
import concurrent.futures
import itertools
import unittest

from apache import cluster_under_test
from files import make_file
from lossy_proxy import LossyProxy
from mini_cluster import wait_until
from shell_loop import ApacheShellCase

# Apache's client asks again after a lost connection only if it is told so.
SETTINGS = {"dfs.client.retry.policy.enabled": "true", "dfs.client.retry.policy.spec": "500,100",
            "dfs.heartbeat.interval": 1}


class RestartCase:
    DATANODES = 0

    def setUp(self):
        self.cluster = cluster_under_test(datanodes=self.DATANODES, hdfs_site=SETTINGS)
        self.addCleanup(self.cluster.close)
        # A daemon lives no longer than the thread that started it.
        self.starter = concurrent.futures.ThreadPoolExecutor(max_workers=1)
        self.addCleanup(self.starter.shutdown)
        self.endings = itertools.cycle([self.cluster.namenode.kill, self.cluster.namenode.stop])

    def lossy(self, *methods):
        proxy = LossyProxy(self.cluster.namenode_port, set(methods),
                           on_loss=lambda _: self.starter.submit(self.restart).result())
        self.uri = f"hdfs://127.0.0.1:{proxy.port}"
        return proxy

    def restart(self):
        """By turns of the hard and of the gentle kind."""
        next(self.endings)()
        self.cluster.namenode.start()
        wait_until(lambda: "OFF" in self.cluster.hdfs("dfsadmin", "-safemode", "get", check=False).stdout, 60,
                   "the end of safe mode")

    def shell(self, *arguments):
        self.cluster.hdfs("dfs", "-fs", self.uri, *arguments)

    def paths(self):
        return [line.split()[-1] for line in self.cluster.hdfs("dfs", "-ls", "-R", "/").stdout.splitlines()]


class NamespaceCase(RestartCase):
    def test_names(self):
        with self.lossy("create", "rename", "rename2", "delete", "setXAttr", "removeXAttr", "createSnapshot",
                        "renameSnapshot", "deleteSnapshot") as proxy:
            self.shell("-mkdir", "/d")
            self.cluster.hdfs("dfsadmin", "-allowSnapshot", "/d")
            self.shell("-touchz", "/d/file")
            self.shell("-mv", "/d/file", "/d/moved")
            self.shell("-setfattr", "-n", "user.a", "-v", "1", "/d/moved")
            self.shell("-setfattr", "-x", "user.a", "/d/moved")
            self.shell("-createSnapshot", "/d", "s1")
            self.shell("-renameSnapshot", "/d", "s1", "s2")
            self.shell("-rm", "-skipTrash", "/d/moved")
            self.assertEqual(self.cluster.hdfs("dfs", "-ls", "-C", "/d/.snapshot/s2").stdout, "/d/.snapshot/s2/moved\n")
            self.shell("-deleteSnapshot", "/d", "s2")
        self.assertLessEqual({"create", "setXAttr", "removeXAttr", "delete", "createSnapshot", "renameSnapshot",
                              "deleteSnapshot"}, set(proxy.lost))
        self.assertTrue({"rename", "rename2"} & set(proxy.lost))
        self.assertEqual(self.paths(), ["/d"])


class OurNamesTest(NamespaceCase, unittest.TestCase):
    pass


class ApacheNamesTest(ApacheShellCase, NamespaceCase, unittest.TestCase):
    def shell_options(self):
        return ["-fs", self.uri]


class BytesTest(RestartCase, unittest.TestCase):
    DATANODES = 1

    def restart(self):
        super().restart()
        self.cluster.wait_live(1)

    def test_append_and_concat(self):
        whole = make_file(self.cluster.folder / "whole", 1 << 20)
        part = make_file(self.cluster.folder / "part", 1 << 20, seed=2)
        with self.lossy("create", "append", "updatePipeline", "concat") as proxy:
            self.shell("-put", whole, "/whole")
            self.shell("-appendToFile", part, "/whole")
            self.shell("-put", part, "/one")
            self.shell("-put", part, "/two")
            self.shell("-concat", "/whole", "/one", "/two")
        self.assertEqual(set(proxy.lost), {"create", "append", "updatePipeline", "concat"})
        self.assertEqual(self.paths(), ["/whole"])
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "/whole", target)
        self.assertEqual(target.read_bytes(), whole.read_bytes() + 3 * part.read_bytes())


if __name__ == "__main__":
    unittest.main()
