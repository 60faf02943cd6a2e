"""A million files: memory of the NameNode, and how long a restart takes until the first answer."""
import time

from bench import clusters, close
from mini_cluster import BIN
from namenode_load import load

CLIENTS, EACH = 64, 15_625


def first_answer(cluster):
    """Seconds from the start of the daemon to an answer."""
    begin = time.monotonic()
    cluster.namenode.start()
    while cluster.run(BIN / "nn_load", f"127.0.0.1:{cluster.namenode_port}", "getFileInfo", "--clients", 1, "--count",
                      1, "--directory", "/million").returncode != 0:
        time.sleep(0.02)
    return time.monotonic() - begin


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
    finally:
        close(both)
