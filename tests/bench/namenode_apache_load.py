"""The NameNode under Apache's own load, NNThroughputBenchmark over RPC: the cross-check of our generator."""
import re

from apache import ApacheClient
from bench import Usage, clusters, close

ROUNDS = 2
OPERATIONS = ["create", "mkdirs", "fileStatus", "open", "rename", "delete"]
COUNT = {"mkdirs": "-dirs"}
LOGGING = "log4j.logger.org.apache.hadoop.hdfs.server.namenode.NNThroughputBenchmark=INFO\n"


def throughput(client, operation, calls):
    result = client.run("org.apache.hadoop.hdfs.server.namenode.NNThroughputBenchmark", "-fs", client.cluster.uri,
                        "-op", operation, "-threads", 64, COUNT.get(operation, "-files"), calls)
    found = re.search(r"Ops per sec: ([0-9.]+)", result.stdout + result.stderr)
    if not found:
        raise AssertionError(f"no rate in the answer to {operation}: {result.stdout}{result.stderr}")
    return float(found.group(1))


def run(figures):
    both = clusters(datanodes=1, hdfs_site={"dfs.namenode.fs-limits.min-block-size": 16})
    try:
        clients = {maker: ApacheClient(cluster) for maker, cluster in both.items()}
        for client in clients.values():
            with open(client.cluster.conf / "log4j.properties", "a", encoding="utf-8") as log4j:
                log4j.write(LOGGING)
            throughput(client, "create", 20_000)  # warms the NameNode
        for _ in range(ROUNDS):
            for operation in OPERATIONS:
                for maker, client in clients.items():
                    # Of the calls that make the files which are then read, renamed and so on, `create` tells
                    # the price; all are counted, on both sides.
                    with Usage(client.cluster.namenode) as usage:
                        rate = throughput(client, operation, 20_000)
                    figures.add(f"NNThroughputBenchmark {operation}, 64 threads", maker, rate, "per s", True)
                    figures.add(f"NNThroughputBenchmark {operation}, NameNode CPU", maker,
                                1e6 * usage.cpu_seconds / 20_000, "us per call", goal=5)
    finally:
        close(both)
