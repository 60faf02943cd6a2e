"""`hdfs fsck` by Apache's client and ours, on Apache's NameNode and ours, of files that are well, that lack
replicas, whose only replica is corrupt, and whose only replica is gone: the same words and the same exit codes.
"""
import re
import unittest

from apache import ApacheCluster
from mini_cluster import MiniCluster, wait_until
from shell_parties import ApacheShell, OurShell

BLOCK = 1 << 20

COMMANDS = [
    "",
    "/well",
    "/well -files",
    "/well/big -files -blocks",
    "/well -files -blocks -locations",
    "/well -files -blocks -racks",
    "/well -files -blocks -replicaDetails",
    "/well -files -blocks -replicaDetails -maintenance",
    "/well/big -files -blocks -upgradedomains",
    "/well -storagepolicies",
    "/few",
    "/few -files -blocks",
    "/few -maintenance",
    "/bad",
    "/bad -files -blocks -replicaDetails",
    "/lost",
    "/lost -files -blocks -locations",
    "/ -files -blocks -replicaDetails",
    "/ -showprogress",
    "/ -includeSnapshots",
    "/ -list-corruptfileblocks",
    "/well -list-corruptfileblocks",
    "/open",
    "/nothing",
    "/well /few",
    "/well -strange",
    "-blockId GOOD",
    "-blockId BAD",
    "-blockId LOST",
    "-blockId GOOD BAD",
    "-blockId blk_1 nonsense",
    "-blockId nonsense",
    "-D fs.defaultFS=file:/// /well",
    "@alice /well -files",
    "@alice /private",
    "@alice -blockId GOOD",
    "@alice / -list-corruptfileblocks",
    # these change things, so they come last
    "/bad -delete",
    "/bad",
    "/lost -move",
    "/lost+found -files",
    "/lost -delete",
    "/lost",
    "/",
]


class Checker:
    """A client on a cluster."""

    def __init__(self, shell):
        self.shell, self.cluster = shell, shell.cluster

    def run(self, line):
        user, _, words = line.partition(" ") if line.startswith("@") else ("", "", line)
        words = words.split()
        for name, block in self.cluster.blocks.items():
            words = [block if word == name else word for word in words]
        code, out, err = self.shell.run(user[1:], b"", ("fsck", *words))
        out = self.normal(out)
        if "-list-corruptfileblocks" in words:  # in no particular order
            out = sorted(out.splitlines())
        return code, out, self.normal(err)

    def normal(self, text):
        for name, block in self.cluster.blocks.items():
            text = text.replace(block + "_", name + "_").replace(block, name)
        text = text.replace(str(self.cluster.http_port), "HTTP").replace(self.cluster.uri, "hdfs://NAMENODE")
        text = re.sub(r"BP-\d+-[\d.]+-\d+", "POOL", text)
        text = re.sub(r"blk_\d{10}_\d+", "blk_N", text)
        text = re.sub(r"_\d{4}\b", "_STAMP", text)
        text = re.sub(r"DS-[0-9a-f-]{36}", "STORAGE", text)
        text = re.sub(r"(datanode/rack: )[\w.-]+/", r"\1HOST/", text)
        text = re.sub(r"127\.0\.0\.1:(?!HTTP)\d+", "127.0.0.1:PORT", text)
        text = re.sub(r"at \w{3} \w{3} .*? \d{4}", "at DATE", text)
        text = re.sub(r"in \d+ milliseconds", "in N milliseconds", text)
        text = re.sub(r"(?m)^(\d{4}-\d\d-\d\d .*|\tat .*|\t\.\.\..*|Caused by.*)\n", "", text)
        if text.startswith("Usage: hdfs fsck"):  # the options have descriptions of our own
            text = text.partition("\n")[0]
        return re.sub(r"(?s)(\n?)Usage: hdfs fsck.*", r"\1Usage: hdfs fsck", text)


def block_of(cluster, path):
    out = cluster.hdfs("fsck", path, "-files", "-blocks").stdout
    return re.search(r"blk_\d+", out)[0]


def replica_files(cluster, block):
    return [path for path in cluster.folder.glob("data*/current/BP-*/current/finalized/**/" + block + "*")]


def damage(cluster):
    """The same files and the same accidents on every cluster."""
    source = cluster.folder / "source"
    source.write_bytes(bytes(range(256)) * (3 * BLOCK // 256))
    small = cluster.folder / "small"
    small.write_bytes(b"small\n" * 100)
    cluster.hdfs("dfs", "-mkdir", "/well", "/few", "/bad", "/lost", "/open", "/private")
    cluster.hdfs("dfs", "-chmod", "700", "/private")
    for target in ("/well/big", "/bad/f", "/lost/f"):
        cluster.hdfs("dfs", f"-Ddfs.blocksize={BLOCK}", "-put", source if target != "/bad/f" else small, target)
    cluster.hdfs("dfs", "-put", small, "/well/small")
    cluster.hdfs("dfs", "-touchz", "/well/empty")
    cluster.hdfs("dfs", "-put", small, "/few/f")
    cluster.hdfs("dfs", "-setrep", "3", "/few/f")
    cluster.blocks = {"GOOD": block_of(cluster, "/well/small"), "BAD": block_of(cluster, "/bad/f"),
                      "LOST": block_of(cluster, "/lost/f")}
    for path in replica_files(cluster, cluster.blocks["BAD"]):
        if path.suffix != ".meta":
            path.write_bytes(b"SMALL\n" * 100)
    cluster.datanodes[0].stop()
    for path in replica_files(cluster, cluster.blocks["LOST"]):
        path.unlink()
    cluster.datanodes[0].start()
    cluster.hdfs("dfs", "-cat", "/bad/f", check=False)  # the reader reports the corrupt replica

    def known():
        listed = cluster.hdfs("fsck", "/", "-list-corruptfileblocks", check=False).stdout
        return "/bad/f" in listed and "/lost/f" in listed and "CORRUPT" in cluster.hdfs(
            "fsck", "/bad", check=False).stdout.splitlines()[-1]
    wait_until(known, 60, "the losses")


class FsckTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.answers = {}
        site = {"dfs.heartbeat.interval": 1, "dfs.namenode.redundancy.interval.seconds": 1}
        for maker, make in (("apache", ApacheCluster), ("ours", MiniCluster)):
            for client, shell in (("apache", ApacheShell), ("ours", OurShell)):
                with make(datanodes=1, hdfs_site=site) as cluster:
                    damage(cluster)
                    party = shell(cluster, maker)
                    party.local.mkdir(exist_ok=True)
                    cls.answers[client, maker] = {line: Checker(party).run(line) for line in COMMANDS}
                    party.close()

    def check(self, line):
        expected = self.answers["apache", "apache"][line]
        for (client, maker), answers in self.answers.items():
            self.assertEqual(answers[line], expected, f"by {client}'s client on {maker} NameNode")


def add_tests():
    for number, line in enumerate(COMMANDS):
        def test(self, line=line):
            self.check(line)
        test.__doc__ = f"fsck {line}"
        setattr(FsckTest, f"test_{number:02}", test)


add_tests()
