"""A million files: memory of the NameNode, how long a restart takes until the first answer, and their snapshots."""
import json
import subprocess
import time

from bench import clusters, close
from mini_cluster import BIN
from namenode_load import load

CLIENTS, EACH = 64, 15_625


def first_answer(cluster, folder="/million"):
    """Seconds from the start of the daemon to an answer."""
    begin = time.monotonic()
    cluster.namenode.start()
    while cluster.run(BIN / "nn_load", f"127.0.0.1:{cluster.namenode_port}", "getFileInfo", "--clients", 1, "--count",
                      1, "--directory", folder).returncode != 0:
        time.sleep(0.02)
    return time.monotonic() - begin


def slowdown(cluster, change, folder):
    """The milliseconds of `change`, and how many times it raises the 99th percentile of other clients' reads."""
    command = [str(BIN / "nn_load"), f"127.0.0.1:{cluster.namenode_port}", "getFileInfo", "--clients", "8",
               "--count", "15000", "--directory", folder]

    def start():
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def p99(process):
        return json.loads(process.communicate()[0])["p99_us"]

    alone = p99(start())
    reader = start()
    time.sleep(0.1)
    milliseconds = change()  # what it leaves to be done in the background goes on while the reader reads
    return milliseconds, p99(reader) / alone


def snapshots(figures, maker, cluster):
    """One that holds everything while its directory is emptied: what it costs to make it, and to be rid of it."""
    cluster.run(BIN / "hdfs", "dfsadmin", "-allowSnapshot", "/million", check=True)
    milliseconds = load(cluster, "createSnapshot", 1, 10, "/million")["p50_us"] / 1e3
    figures.add("snapshot of 1 million files", maker, milliseconds, "ms", limit=10)
    load(cluster, "deleteSnapshot", 1, 10, "/million")
    load(cluster, "createSnapshot", 1, 1, "/million")
    for client in range(CLIENTS):
        load(cluster, "deleteTree", 1, 1, f"/million/c{client}")
    load(cluster, "file", 8, 15_000, "/others")

    def remove():
        return load(cluster, "deleteSnapshot", 1, 1, "/million")["p50_us"] / 1e3

    milliseconds, ratio = slowdown(cluster, remove, "/others")
    figures.add("delete of a snapshot with 1 million deleted files", maker, milliseconds, "ms", limit=100)
    figures.add("delete of that snapshot: others' p99 meanwhile", maker, ratio, "x", limit=2)


def run(figures):
    both = clusters(datanodes=0, replication=1)
    try:
        for maker, cluster in both.items():
            before = cluster.namenode.resident_mib()
            load(cluster, "file", CLIENTS, EACH, "/million")
            figures.add("1 million files: NameNode resident", maker, cluster.namenode.resident_mib(), "MiB")
            figures.add("1 million files: NameNode grew by", maker, cluster.namenode.resident_mib() - before, "MiB")
            cluster.namenode.stop()
            figures.add("1 million files: restart to first answer", maker, first_answer(cluster), "s", limit=2)
            load(cluster, "getFileInfo", CLIENTS, EACH, "/million")
            figures.add("1 million files: resident after all were read", maker, cluster.namenode.resident_mib(), "MiB")
            cluster.namenode.kill()
            figures.add("1 million files: restart after kill -9", maker, first_answer(cluster), "s", limit=2)
            snapshots(figures, maker, cluster)
    finally:
        close(both)
