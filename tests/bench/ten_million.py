"""Ten million files, and what is quick whatever the size. Ours alone: Apache's would need an hour and 6 GB."""
import os
import time

from bench import OURS
from million_files import first_answer, slowdown
from mini_cluster import BIN, MiniCluster
from namenode_load import load

CLIENTS = 64
CACHES = {"mammoth.namenode.inode.cache.size": "64m", "mammoth.namenode.store.cache.size": "32m"}  # as delivered
# Beside the caches: RocksDB's write buffers and indexes, the block map's and the sockets' share.
RESIDENT_LIMIT_MIB = 64 + 32 + 160


def files(cluster, folder, each):
    return load(cluster, "file", CLIENTS, each, folder)


def run(figures):
    cluster = MiniCluster(datanodes=0, replication=1, hdfs_site=CACHES)
    try:
        def add(name, value, unit, **goal):
            figures.add(name, OURS, value, unit, **goal)

        files(cluster, "/warm", 500)
        rate_small = files(cluster, "/small", 1_563)["per_second"]
        add("100,000 files: creation", rate_small, "per s", more_is_better=True)
        for part in range(int(os.environ.get("MAMMOTH_BENCH_MILLIONS", 10))):
            files(cluster, f"/large/{part}", 15_625)
        rate_large = files(cluster, "/last", 7_815)["per_second"]  # enough to have its share of the compactions
        add("10 million files: creation", rate_large, "per s", more_is_better=True)
        add("10 million files: creation, part of the rate lost", max(0, 1 - rate_large / rate_small), "", limit=0.2)
        add("10 million files: resident", cluster.namenode.resident_mib(), "MiB", limit=RESIDENT_LIMIT_MIB)
        cluster.namenode.stop()
        add("10 million files: restart to first answer", first_answer(cluster, "/small"), "s", limit=2)
        cluster.run(BIN / "hdfs", "dfsadmin", "-safemode", "wait", check=True)  # until all inodes were counted
        load(cluster, "file", CLIENTS, 15_625, "/wide", shared=True)
        add("first page of a million entries", load(cluster, "getListing", 1, 100, "/wide")["p50_us"] / 1e3, "ms",
            limit=20)
        cluster.run(BIN / "hdfs", "dfsadmin", "-allowSnapshot", "/large/0", check=True)
        begin = time.monotonic()
        cluster.run(BIN / "hdfs", "dfs", "-createSnapshot", "/large/0", "s0", check=True)
        add("snapshot of a million files, with our command's start", 1e3 * (time.monotonic() - begin), "ms", limit=20)

        def remove():
            return load(cluster, "deleteTree", 1, 1, "/large/1")["p50_us"] / 1e3

        milliseconds, ratio = slowdown(cluster, remove, "/large/2")
        add("delete of a tree of a million files", milliseconds, "ms", limit=100)
        add("delete of a tree: others' p99 meanwhile", ratio, "x", limit=2)
    finally:
        cluster.close()

