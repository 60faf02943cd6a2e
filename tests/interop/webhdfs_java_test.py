"""WebHDFS: Apache's client on our daemons, and our answers beside those of Apache's own NameNode."""
import re
import unittest
import urllib.error
import urllib.request

from apache import ApacheClient, ApacheCluster
from files import digest, make_file
from mini_cluster import MiniCluster

USER = {"hadoop.http.staticuser.user": "root"}


class WebHdfsClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=2, core_site=USER)
        cls.addClassCleanup(cls.cluster.close)
        cls.client = ApacheClient(cls.cluster)

    def test_the_shell_over_webhdfs(self):
        uri = f"webhdfs://127.0.0.1:{self.cluster.http_port}"
        source = make_file(self.cluster.folder / "source", 10 << 20)
        target = self.cluster.folder / "target"
        self.client.fs("-mkdir", "-p", f"{uri}/web/folder")
        self.client.fs("-put", source, f"{uri}/web/file")
        listing = self.client.fs("-ls", f"{uri}/web").stdout
        self.assertRegex(listing, r"(?m)^-rw-r--r-- .* 10485760 .* webhdfs://[^ ]*/web/file$")
        self.client.fs("-get", f"{uri}/web/file", target)
        self.assertEqual(digest(target), digest(source))
        self.assertEqual(self.client.fs("-checksum", f"{uri}/web/file").stdout.split("\t")[1:],
                         self.cluster.hdfs("dfs", "-checksum", "/web/file").stdout.split("\t")[1:])
        self.client.fs("-rm", "-r", f"{uri}/web")
        self.assertEqual(self.cluster.hdfs("dfs", "-test", "-e", "/web", check=False).returncode, 1)


# (method, path and query); each runs on both, in this order.
CALLS = [
    ("PUT", "/d/e?op=MKDIRS&permission=750&user.name=root"),
    ("GET", "/d/e?op=GETFILESTATUS"),
    ("GET", "/d?op=LISTSTATUS"),
    ("GET", "/d/e?op=LISTSTATUS"),
    ("GET", "/d?op=LISTSTATUS_BATCH"),
    ("GET", "/d?op=GETCONTENTSUMMARY"),
    ("GET", "/d?op=GETQUOTAUSAGE"),
    ("GET", "/d?op=GETHOMEDIRECTORY&user.name=ann"),
    ("GET", "/d?op=GETTRASHROOT&user.name=ann"),
    ("GET", "/?op=GETSERVERDEFAULTS"),
    ("GET", "/?op=GETALLSTORAGEPOLICY"),
    ("GET", "/d?op=GETSTORAGEPOLICY"),
    ("GET", "/d?op=GETECPOLICY"),
    ("GET", "/d?op=GETDELEGATIONTOKEN&user.name=root"),
    ("GET", "/d/e?op=GETACLSTATUS"),
    ("GET", "/d?op=CHECKACCESS&fsaction=rwx&user.name=root"),
    ("GET", "/d/e?op=CHECKACCESS&fsaction=rwx&user.name=bob"),
    ("GET", "/d?op=CHECKACCESS&fsaction=rq"),
    ("PUT", "/d/e?op=SETTIMES&modificationtime=1000&accesstime=5&user.name=root"),
    ("PUT", "/d/e?op=SETOWNER&user.name=root"),
    ("PUT", "/d/e?op=SETPERMISSION&permission=888&user.name=root"),
    ("PUT", "/d/e?op=RENAME&destination=/d/f&user.name=root"),
    ("PUT", "/d/none?op=RENAME&destination=/d/g&renameoptions=NONE&user.name=root"),
    ("PUT", "/d?op=RENAME&destination=rel"),
    ("PUT", "/mine?op=MKDIRS&user.name=bob"),
    ("GET", "/none?op=GETFILESTATUS"),
    ("GET", "/none?op=LISTSTATUS"),
    ("GET", "/none?op=OPEN"),
    ("GET", "/none?op=GETCONTENTSUMMARY"),
    ("POST", "/none?op=APPEND"),
    ("POST", "/d?op=TRUNCATE"),
    ("GET", "/d?op=FOO"),
    ("GET", "/d"),
    ("GET", "/d?op=GETFILESTATUS&user.name=1bad"),
    ("DELETE", "/d?op=DELETE&user.name=root"),
    ("DELETE", "/d?op=DELETE&recursive=true&user.name=root"),
    ("DELETE", "/d?op=DELETE&recursive=zz"),
]
# Times, and ids that depend on what was made before.
VARIES = re.compile(rb'("(?:accessTime|modificationTime|fileId)":)\d+')


def answer(cluster, method, path):
    request = urllib.request.Request(f"http://127.0.0.1:{cluster.http_port}/webhdfs/v1{path}", method=method)
    try:
        reply = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refusal:
        reply = refusal
    with reply:
        kind = reply.headers.get("Content-Type", "").split(";")[0]
        return reply.status, kind, VARIES.sub(rb"\1N", reply.read()).decode()


class WebHdfsComparisonTest(unittest.TestCase):
    def test_answers_are_apaches(self):
        with MiniCluster(datanodes=1, core_site=USER, hdfs_site={"dfs.permissions.superusergroup": "staff"}) as ours, \
                ApacheCluster(datanodes=1, core_site=USER,
                              hdfs_site={"dfs.permissions.superusergroup": "staff"}) as theirs:
            for method, path in CALLS:
                with self.subTest(call=f"{method} {path}"):
                    self.assertEqual(answer(ours, method, path), answer(theirs, method, path))


if __name__ == "__main__":
    unittest.main()
