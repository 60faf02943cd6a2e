"""Short-circuit reads by an unmodified Java client: descriptors, shared-memory slots and mapped replicas from our
DataNode. In the place of Hadoop's native library is native/hadoop_native.c."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zlib

from apache import ApacheClient, java
from mini_cluster import MiniCluster, wait_until

HERE = pathlib.Path(__file__).resolve().parent
DATA = bytes(i * 7 % 251 for i in range(3_000_001))


class ShortCircuitJavaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(dir="/root" if os.geteuid() == 0 else pathlib.Path.home())
        cls.cluster = MiniCluster(datanodes=1, replication=1, hdfs_site={
            "dfs.client.read.shortcircuit": "true", "dfs.domain.socket.path": f"{cls.folder.name}/dn_PORT",
            "dfs.blocksize": "1m", "dfs.datanode.max.locked.memory": "4m", "dfs.heartbeat.interval": "1s",
            "dfs.cachereport.intervalMsec": 200, "dfs.namenode.path.based.cache.refresh.interval.ms": 300})
        cls.cluster.hdfs("dfs", "-put", "-", "/data", input=DATA, text=False)
        home = pathlib.Path(shutil.which("javac")).resolve().parents[1]
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-Wno-unused-parameter", "-shared", "-fPIC",
                        f"-I{home}/include", f"-I{home}/include/linux", HERE / "native/hadoop_native.c", "-o",
                        f"{cls.folder.name}/libhadoop.so"], check=True)
        cls.client = ApacheClient(cls.cluster)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()
        cls.folder.cleanup()

    def start(self, path, *steps):
        command = java(self.cluster.conf, "ShortCircuit", path, *steps,
                       flags=["-XX:TieredStopAtLevel=1", f"-Djava.library.path={self.folder.name}"])
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env=self.cluster.environment)

    def lines(self, path, *steps):
        out, err = self.start(path, *steps).communicate(timeout=100)
        self.assertEqual(err, "")
        return out.splitlines()

    def line(self, step, data, zero_copy=0):
        return (f"{step} {len(data)} crc {zlib.crc32(data):x} total {len(data)} short-circuit {len(data)} "
                f"zero-copy {zero_copy}")

    def test_descriptors_and_mapped_replicas(self):
        self.assertEqual(self.lines("/data", "read", "pread", "mapped", "read"), [
            self.line("read", DATA), self.line("pread", DATA), self.line("mapped", DATA, len(DATA)),
            self.line("read", DATA)])

    def test_a_cached_replica_is_mapped_without_checksums_while_it_stays(self):
        """The slot in shared memory tells the client that the replica is locked, and the DataNode that it is read."""
        self.cluster.hdfs("dfs", "-put", "-", "/cached", input=DATA, text=False)
        admin = "org.apache.hadoop.hdfs.tools.CacheAdmin"
        self.client.run(admin, "-addPool", "p")
        self.client.run(admin, "-addDirective", "-path", "/cached", "-pool", "p")
        wait_until(lambda: self.client.run(admin, "-listPools", "-stats", "p").stdout.split()[-4] == str(len(DATA)),
                   what="the file in memory")
        reader = self.start("/cached", "verified", "wait", "read")
        self.assertEqual(reader.stdout.readline().strip(), self.line("verified", DATA, len(DATA)))
        reader.stdout.readline()
        self.client.run(admin, "-removeDirectives", "-path", "/cached")
        wait_until(lambda: "VmLck:\t       0 kB" in pathlib.Path(
            f"/proc/{self.cluster.datanodes[0].process.pid}/status").read_text(), what="the end of caching")
        out, err = reader.communicate("\n", timeout=60)
        self.assertEqual((out.splitlines(), err), ([self.line("read", DATA)], ""))

    def test_a_corrupt_replica_is_noticed(self):
        self.cluster.hdfs("dfs", "-put", "-", "/corrupt", input=DATA[:500_000], text=False)
        replica, = [path for path in self.cluster.data_folder(0).rglob("blk_*")
                    if path.stat().st_size == 500_000 and path.suffix != ".meta"]
        with open(replica, "r+b") as file:
            file.write(b"\xff")
        done = self.start("/corrupt", "read")
        out, err = done.communicate(timeout=100)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Found Checksum error for", err)
        self.cluster.hdfs("dfs", "-rm", "-skipTrash", "/corrupt")


if __name__ == "__main__":
    unittest.main()
