"""Scenario 6: every reply of the NameNode to a change is lost once. The client asks again, and what it did has
happened once: no second block, no file lost, no "already exists". Hadoop: TestDFSClientRetries, TestAddBlockRetry,
TestNamenodeRetryCache."""
import unittest

from apache import cluster_under_test
from files import make_file
from lossy_proxy import LossyProxy
from shell_loop import ApacheShellCase

# Apache's client asks again after a lost connection only if it is told so.
SETTINGS = {"dfs.blocksize": 1 << 20, "dfs.client.retry.policy.enabled": "true",
            "dfs.client.retry.policy.spec": "100,20"}
METHODS = {"create", "addBlock", "fsync", "complete", "append", "updateBlockForPipeline", "updatePipeline", "mkdirs",
           "rename", "rename2", "delete", "concat", "truncate", "setReplication", "setPermission", "setOwner", "setTimes",
           "setXAttr", "removeXAttr", "modifyAclEntries", "allowSnapshot", "createSnapshot", "renameSnapshot",
           "deleteSnapshot", "disallowSnapshot", "setQuota", "getAdditionalDatanode", "abandonBlock"}


class LostRepliesCase:
    def setUp(self):
        self.cluster = cluster_under_test(datanodes=1, hdfs_site=SETTINGS)
        self.addCleanup(self.cluster.close)
        self.source = make_file(self.cluster.folder / "source", 2_500_000)
        self.small = make_file(self.cluster.folder / "small", 1 << 20, seed=2)

    def test_every_reply_is_lost_once(self):
        with LossyProxy(self.cluster.namenode_port, METHODS) as proxy:
            uri = f"hdfs://127.0.0.1:{proxy.port}"

            def shell(*arguments):
                self.shell("-fs", uri, *arguments)

            shell("-mkdir", "-p", "/d/e")
            shell("-put", self.source, "/d/file")
            shell("-appendToFile", self.small, "/d/file")
            shell("-put", self.small, "/d/e/other")
            shell("-chmod", "640", "/d/file")
            shell("-chown", "alice:staff", "/d/file")
            shell("-touch", "-t", "20200101:000000", "/d/file")
            shell("-setrep", "1", "/d/file")
            shell("-setfattr", "-n", "user.a", "-v", "1", "/d/file")
            shell("-setfattr", "-x", "user.a", "/d/file")
            shell("-mv", "/d/file", "/d/moved")
            shell("-truncate", "-w", "2000000", "/d/moved")
            self.admin("-allowSnapshot", "/d/e")
            shell("-createSnapshot", "/d/e", "s1")
            shell("-renameSnapshot", "/d/e", "s1", "s2")
            shell("-deleteSnapshot", "/d/e", "s2")
            shell("-rm", "-skipTrash", "/d/e/other")
            lost = set(proxy.lost)
        expected = {"mkdirs", "create", "addBlock", "complete", "append", "setPermission", "setOwner", "setTimes",
                    "setReplication", "setXAttr", "removeXAttr", "truncate", "createSnapshot", "renameSnapshot",
                    "deleteSnapshot", "delete"}
        self.assertLessEqual(expected, lost)
        self.assertTrue({"rename", "rename2"} & lost)
        self.check()

    def check(self):
        listing = self.cluster.hdfs("dfs", "-ls", "-R", "/d").stdout.splitlines()
        self.assertEqual([line.split()[-1] for line in listing], ["/d/e", "/d/moved"])
        self.assertEqual(self.cluster.hdfs("dfs", "-stat", "%a %u %g %b", "/d/moved").stdout, "640 alice staff 2000000\n")
        target = self.cluster.folder / "target"
        self.cluster.hdfs("dfs", "-get", "/d/moved", target)
        self.assertEqual(target.read_bytes(), self.source.read_bytes()[:2_000_000])
        # Two blocks, and no third one that a repeated addBlock left.
        report = self.cluster.hdfs("fsck", "/", "-openforwrite").stdout
        self.assertRegex(report, r"Total blocks \(validated\):\s+2 ")
        self.assertIn("is HEALTHY", report)

    def admin(self, *arguments):
        self.cluster.hdfs("dfsadmin", *arguments)


class OurClientTest(LostRepliesCase, unittest.TestCase):
    def shell(self, *arguments):
        self.cluster.hdfs("dfs", *arguments)


class ApacheClientTest(ApacheShellCase, LostRepliesCase, unittest.TestCase):
    pass


if __name__ == "__main__":
    unittest.main()
