"""Three hosts, each with a DataNode and a NodeManager, and one replica of everything: maps run where their blocks are."""
import random
import unittest

from mapreduce_on_yarn import Checks, JobCluster
from mini_cluster import BIN, MiniCluster
from yarn_parties import YarnCluster


def host(index):
    """Every address of 127/8 is this machine."""
    return f"127.0.0.{index + 2}"


class DataNodesOfHosts(MiniCluster):
    def datanode_command(self, index):
        return [BIN / "datanode", f"-Ddfs.datanode.hostname={host(index)}"]


class NodesOfHosts(YarnCluster):
    def _node(self, index):
        daemon = super()._node(index)
        site = self.folder / f"node{index}" / "yarn-site.xml"
        ports = self.node_ports[index]
        text = site.read_text()
        for port in ports[:2]:
            text = text.replace(f"localhost:{port}", f"{host(index)}:{port}")
        site.write_text(text)
        daemon.port = ports[2]
        return daemon

    def node_id(self, index=0):
        return f"{host(index)}:{self.node_ports[index][0]}"


class ThreeHosts(Checks, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(JobCluster(
            "ours", nodes=3, hdfs=DataNodesOfHosts(datanodes=3, replication=1), make_yarn=NodesOfHosts))

    def test_maps_run_where_their_blocks_are(self):
        chance = random.Random(3)
        # blocks of a megabyte; each lies on one host
        lines = "".join(f"{chance.randrange(10**9):09d} {'x' * 90}\n" for _ in range(240_000))
        self.cluster.put(lines, "/local/in.txt", "-D", "dfs.blocksize=1048576")
        console = self.succeed(self.cluster.example("wordcount", "/local/in.txt", "/local/out"))
        maps, local = (self.counter(console, name) for name in ("Launched map tasks", "Data-local map tasks"))
        self.assertGreaterEqual(maps, 22)
        self.assertGreaterEqual((local or 0) / maps, 0.95, console)


if __name__ == "__main__":
    unittest.main()
