"""What it takes to be there: time to start, resident memory, `hdfs dfs -ls /`."""
import time

from apache import java
from bench import APACHE, OURS, clusters, close, seconds_of
from mini_cluster import BIN


def run(figures):
    both = clusters(datanodes=1)
    try:
        for maker, cluster in both.items():
            for name, daemon in (("NameNode", cluster.namenode), ("DataNode", cluster.datanodes[0])):
                figures.add(f"{name}, resident after start", maker, daemon.resident_mib(), "MiB",
                            limit=40 if maker == OURS else None)
        list_root = {OURS: [BIN / "hdfs", "dfs", "-ls", "/"],
                     APACHE: java(both[APACHE].conf, "org.apache.hadoop.fs.FsShell", "-ls", "/")}
        for maker, cluster in both.items():
            for _ in range(21 if maker == OURS else 5):
                figures.add("hdfs dfs -ls /", maker, 1000 * seconds_of(list_root[maker], env=cluster.environment),
                            "ms", limit=15)
        for maker, cluster in both.items():
            for daemon in (cluster.namenode, cluster.datanodes[0]):
                daemon.stop()
                begin = time.monotonic()
                daemon.start()
                figures.add(f"{daemon.name.rstrip('0')}, start to open port", maker,
                            1000 * (time.monotonic() - begin), "ms")
    finally:
        close(both)
