"""Three hosts, each with a DataNode and a worker, and one replica of everything: tasks run where their blocks are."""
import json
import random
import unittest

from mini_cluster import BIN, MiniCluster
from spark_cluster import EXAMPLES, Scratch, StandaloneCluster, wait_until

BLOCK = 1 << 20


def host(index):
    """Every address of 127/8 is this machine."""
    return f"127.0.0.{index + 2}"


class DataNodesOfHosts(MiniCluster):
    def datanode_command(self, index):
        return [BIN / "datanode", f"-Ddfs.datanode.hostname={host(index)}"]


class SparkLocalityTest(unittest.TestCase):
    def setUp(self):
        self.scratch = Scratch()
        self.addCleanup(self.scratch.close)
        self.hdfs = self.enterContext(DataNodesOfHosts(datanodes=3, replication=1))

    def workers(self):
        cluster = StandaloneCluster(self.scratch, workers=0)
        self.addCleanup(cluster.close)
        for i in range(3):
            cluster.start("spark-worker", "--host", host(i), "--cores", 1, "--memory", "1100m", "--work-dir",
                          self.scratch.path / f"work{i}", cluster.url)
        wait_until(lambda: cluster.log.read_text().count("Successfully registered") >= 3, what="the workers")
        return cluster

    def tasks(self):
        """(host, locality, bytes read) of every task that read files, as the event log tells."""
        log, = (self.scratch.path / "events").iterdir()
        events = map(json.loads, log.read_text().splitlines())
        ended = [event for event in events if event["Event"] == "SparkListenerTaskEnd"]
        return [(event["Task Info"]["Host"], event["Task Info"]["Locality"], read) for event in ended
                if (read := event["Task Metrics"]["Input Metrics"]["Bytes Read"]) > 0]

    def test_bytes_are_read_where_they_lie(self):
        chance = random.Random(3)
        lines = "".join(f"{chance.randrange(10**9):09d} {'x' * 90}\n" for _ in range(240_000))
        source = self.scratch.path / "in.txt"
        source.write_text(lines)
        self.hdfs.hdfs("dfs", "-D", f"dfs.blocksize={BLOCK}", "-put", source, "/in.txt")
        cluster = self.workers()
        events = self.scratch.path / "events"
        events.mkdir()
        done = self.scratch.submit(cluster.url, "wordcount", f"{self.hdfs.uri}/in.txt", self.scratch.path / "out",
                                   library=EXAMPLES, timeout=180, conf={
                                       "spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file://{events}",
                                       "spark.locality.wait": "60s"})  # whichever executor is there first
        self.assertEqual(done.returncode, 0, done.stderr)
        tasks = self.tasks()
        self.assertEqual({place for place, _, _ in tasks}, {host(i) for i in range(3)})
        total = sum(read for _, _, read in tasks)
        self.assertGreaterEqual(total, len(lines))
        local = sum(read for _, locality, read in tasks if locality == "NODE_LOCAL")
        self.assertGreaterEqual(local / total, 0.95, tasks)


if __name__ == "__main__":
    unittest.main()
