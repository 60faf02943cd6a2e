"""Centralised caching, as an unmodified Java client asks for it: directives bring replicas into the DataNodes' memory."""
import pathlib
import resource
import subprocess
import unittest

from apache import ApacheClient
from mini_cluster import MiniCluster, wait_until

LENGTH = 2_500_000
PAGES = sum((length + 4095) // 4096 * 4096 for length in (1 << 20, 1 << 20, LENGTH - (2 << 20)))
LOCKED = 4 << 20


def locked_kib(daemon):
    for line in pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines():
        if line.startswith("VmLck:"):
            return int(line.split()[1])
    return None


class CachingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=1, hdfs_site={
            "dfs.datanode.max.locked.memory": LOCKED, "dfs.heartbeat.interval": "1s", "dfs.blocksize": "1m",
            "dfs.cachereport.intervalMsec": 200, "dfs.namenode.path.based.cache.refresh.interval.ms": 300,
            "dfs.namenode.path.based.cache.retry.interval.ms": 500,
            "dfs.block.scanner.volume.bytes.per.second": 0})  # which would find what is corrupt first

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def put(self, path, data):
        self.cluster.hdfs("dfs", "-put", "-", path, input=data, text=False)

    def test_from_directive_to_memory_and_back(self):
        datanode = self.cluster.datanodes[0]
        self.put("/cached", bytes(i % 253 for i in range(LENGTH)))
        lines = ApacheClient(self.cluster).run("CacheProgram", "/cached", str(PAGES)).stdout.splitlines()
        self.assertEqual(lines, [f"needed {LENGTH} cached {LENGTH} files 1 1", f"pool cached {LENGTH} 1",
                                 "blocks 3 cached on 3", f"used {PAGES}", "then 0"])
        self.assertEqual(locked_kib(datanode), 0)

    def test_corrupt_and_too_large_files_stay_outside(self):
        self.put("/corrupt", b"x" * 100_000)
        replica = max((path for path in self.cluster.data_folder(0).rglob("blk_*") if path.suffix != ".meta"),
                      key=lambda path: path.stat().st_mtime_ns)
        with open(replica, "r+b") as file:
            file.write(b"y")
        self.put("/large", b"z" * (LOCKED + 1_000_000))
        client = ApacheClient(self.cluster)
        admin = "org.apache.hadoop.hdfs.tools.CacheAdmin"
        client.run(admin, "-addPool", "q")
        client.run(admin, "-addDirective", "-path", "/corrupt", "-pool", "q")
        client.run(admin, "-addDirective", "-path", "/large", "-pool", "q")
        datanode = self.cluster.datanodes[0]
        wait_until(lambda: (locked_kib(datanode) or 0) >= 3 << 10, what="as much as there is room for")
        wait_until(lambda: "checksum verification failed" in datanode.tail(100), what="a refusal")
        self.assertLessEqual(locked_kib(datanode), LOCKED >> 10)
        stats = client.run(admin, "-listDirectives", "-stats", "-pool", "q").stdout
        self.assertRegex(stats, r"/corrupt +100000 +0 +1 +0")
        self.cluster.hdfs("dfs", "-rm", "-skipTrash", "/large", "/corrupt")
        wait_until(lambda: locked_kib(datanode) == 0, what="room again")
        client.run(admin, "-removePool", "q")

    def test_more_than_the_process_may_lock(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (65536, 65536))

        command = self.cluster.datanode_command_line(1)
        done = subprocess.run([*command, "-Ddfs.datanode.max.locked.memory=1m"], env=self.cluster.environment,
                              capture_output=True, text=True, timeout=30, preexec_fn=limit)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Cannot start datanode because the configured max locked memory size "
                      "(dfs.datanode.max.locked.memory) of 1048576 bytes is more than the datanode's available "
                      "RLIMIT_MEMLOCK ulimit of 65536 bytes.", done.stdout + done.stderr)


class LazyPersistTest(unittest.TestCase):
    def test_what_is_to_be_persisted_later_goes_to_disk_at_once(self):
        with MiniCluster(datanodes=0, replication=1, hdfs_site={"dfs.heartbeat.interval": "1s"}) as cluster:
            disk, memory = cluster.folder / "disk", cluster.folder / "memory"
            command = [*cluster.datanode_command_line(0), f"-Ddfs.datanode.data.dir=[DISK]{disk},[RAM_DISK]{memory}"]
            cluster.datanodes.append(cluster._daemon("datanode0", command, cluster.datanode_ports[0][0]).start())
            cluster.wait_live(1)
            cluster.hdfs("dfs", "-put", "-l", "-", "/lazy", input=b"text", text=False)
            policy = cluster.hdfs("storagepolicies", "-getStoragePolicy", "-path", "/lazy").stdout
            self.assertIn("LAZY_PERSIST", policy)
            self.assertEqual(len([*disk.rglob("blk_*")]), 2)
            self.assertEqual([*memory.rglob("blk_*")], [])
            self.assertEqual(cluster.hdfs("dfs", "-cat", "/lazy").stdout, "text")
            done = ApacheClient(cluster).fs("-appendToFile", "-", "/lazy", input="more", check=False)
            self.assertIn("Cannot append to lazy persist file /lazy", done.stderr)


if __name__ == "__main__":
    unittest.main()
