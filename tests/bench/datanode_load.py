"""A gigabyte through one DataNode, written and read by Apache's own client: processor time of the daemon."""
import os
import subprocess

from apache import ApacheClient
from bench import Usage, clusters, close

ROUNDS = 3
GIGABYTE = 1 << 30
TO_NOWHERE = {"capture_output": False, "stdout": subprocess.DEVNULL}


def run(figures):
    both = clusters(datanodes=1)
    try:
        for maker, cluster in both.items():
            source = cluster.folder / "gigabyte"
            with open(source, "wb") as file:
                for _ in range(GIGABYTE >> 20):
                    file.write(os.urandom(1 << 20))
        clients = {maker: ApacheClient(cluster) for maker, cluster in both.items()}
        for index in range(ROUNDS + 1):  # the first warms the daemons and the page cache
            for maker, client in clients.items():
                cluster = client.cluster
                with Usage(*cluster.datanodes) as write:
                    client.fs("-put", "-d", cluster.folder / "gigabyte", f"/{index}")
                with Usage(*cluster.datanodes) as read:
                    client.fs("-cat", f"/{index}", **TO_NOWHERE)
                if index > 0:
                    report(figures, maker, "Apache's client", write, read)
                with Usage(*cluster.datanodes) as write:
                    cluster.hdfs("dfs", "-put", "-d", cluster.folder / "gigabyte", f"/{index}o")
                with Usage(*cluster.datanodes) as read:
                    cluster.hdfs("dfs", "-cat", f"/{index}o", **TO_NOWHERE)
                if index > 0:
                    report(figures, maker, "our client", write, read, goal=None)
                client.fs("-rm", "-skipTrash", f"/{index}", f"/{index}o")
    finally:
        close(both)


def report(figures, maker, client, write, read, goal=4):
    figures.add(f"write, {client}, DataNode CPU", maker, write.cpu_seconds, "s per GB", goal=goal)
    figures.add(f"read, {client}, DataNode CPU", maker, read.cpu_seconds, "s per GB", goal=goal)
    figures.add(f"write, {client}, rate", maker, 1024 / write.seconds, "MB per s", True)
    figures.add(f"read, {client}, rate", maker, 1024 / read.seconds, "MB per s", True)
