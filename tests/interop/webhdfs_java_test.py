"""WebHDFS: Apache's client on our daemons, and our answers beside those of Apache's own NameNode."""
import json
import re
import unittest
import urllib.error
import urllib.request

from apache import ApacheClient, ApacheCluster, java
from files import digest, make_file
from mini_cluster import MiniCluster
from webhdfs_calls import CALLS, LATER_CALLS

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
        self.client.fs("-setfacl", "-m", "user:ann:rw-,default:group::r-x", f"{uri}/web/folder")
        self.assertIn("user:ann:rw-", self.cluster.hdfs("dfs", "-getfacl", "/web/folder").stdout)
        self.client.fs("-setfattr", "-n", "user.colour", "-v", "blue", f"{uri}/web/folder")
        self.assertIn('user.colour="blue"', self.cluster.hdfs("dfs", "-getfattr", "-d", "/web/folder").stdout)
        self.client.fs("-rm", "-r", f"{uri}/web")
        self.assertEqual(self.cluster.hdfs("dfs", "-test", "-e", "/web", check=False).returncode, 1)

    def test_apaches_daemonlog_sets_the_level(self):
        out = self.client.run("org.apache.hadoop.log.LogLevel", "-setlevel", f"127.0.0.1:{self.cluster.http_port}",
                              "org.apache.hadoop.hdfs.StateChange", "WARN").stdout
        self.assertIn("Effective Level: WARN", out)


# Times, and ids that depend on what was made before, sizes of disks, and which host and ports there are; that Apache
# has an erasure coding policy enabled.
VARIES = re.compile(rb'("(?:accessTime|modificationTime|modification_time|fileId|dirId|used|remaining|capacity)":)\d+')
HOSTS = re.compile(rb"http://[^/]*/|127\.0\.0\.1:\d+")
POLICIES = re.compile(rb'"state":"ENABLED"|(?<=policies: \[)[^\]]*')


def answer(cluster, method, path):
    request = urllib.request.Request(f"http://127.0.0.1:{cluster.http_port}/webhdfs/v1{path}", method=method)
    try:
        reply = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refusal:
        reply = refusal
    with reply:
        kind = reply.headers.get("Content-Type", "").split(";")[0]
        body = VARIES.sub(rb"\1N", reply.read())
        body = POLICIES.sub(lambda found: b'"state":"DISABLED"' if found[0].startswith(b'"') else b"", HOSTS.sub(b"HOST", body))
        body = re.sub(rb'(\\n\\tat [^"]*)+"', b'"', body)  # Apache's DataNode shows where in its code it was
        text = body.decode(errors="replace")
        if "op=GETECPOLICIES" in path:  # Java orders these members anew in every process (Map.of)
            text = json.dumps(json.loads(text), sort_keys=True)
        return reply.status, kind, text


class LinkingCluster(ApacheCluster):
    def namenode_command(self):
        super().namenode_command()
        return java(self.conf, "LinkingNameNode", flags=["-Xmx1g"])


class WebHdfsComparisonTest(unittest.TestCase):
    def test_answers_are_apaches(self):
        settings = {"core_site": USER | {"hadoop.proxyuser.root.hosts": "*", "hadoop.proxyuser.root.groups": "*"},
                    "hdfs_site": {"dfs.permissions.superusergroup": "staff"}}
        with MiniCluster(datanodes=1, **settings) as ours, ApacheCluster(datanodes=1, **settings) as theirs:
            for method, path in CALLS:
                with self.subTest(call=f"{method} {path}"):
                    self.assertEqual(answer(ours, method, path), answer(theirs, method, path))

    def test_answers_about_snapshots_type_quotas_and_links_are_apaches(self):
        settings = {"core_site": USER, "hdfs_site": {"dfs.permissions.superusergroup": "staff",
                                                     "dfs.namenode.symlinks.enabled": "true"}}
        with MiniCluster(datanodes=1, **settings) as ours, LinkingCluster(datanodes=1, **settings) as theirs:
            source = make_file(ours.folder / "source", 1000)
            for cluster in (ours, theirs):
                cluster.hdfs("dfs", "-mkdir", "/s")
                cluster.hdfs("dfs", "-put", source, "/s/f")
                cluster.hdfs("dfs", "-put", source, "/s/h")
            for method, path in LATER_CALLS:
                with self.subTest(call=f"{method} {path}"):
                    self.assertEqual(answer(ours, method, path), answer(theirs, method, path))


if __name__ == "__main__":
    unittest.main()
