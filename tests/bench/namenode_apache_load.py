"""The NameNode under Apache's own load, NNThroughputBenchmark over RPC: the cross-check of our generator."""
import re

from apache import ApacheClient
from bench import Usage, clusters, close

ROUNDS = 2
CALLS = 20_000
OPERATIONS = ["create", "mkdirs", "fileStatus", "open", "rename", "delete"]
# These first make the files on which they work, and only then start their clock.
ON_FILES = {"fileStatus", "open", "rename", "delete"}
LOGGING = "log4j.logger.org.apache.hadoop.hdfs.server.namenode.NNThroughputBenchmark=INFO\n"


def throughput(client, operation, *options):
    """Calls a second, and the NameNode's processor time for all that the benchmark did."""
    count = "-dirs" if operation == "mkdirs" else "-files"
    with Usage(client.cluster.namenode) as usage:
        result = client.run("org.apache.hadoop.hdfs.server.namenode.NNThroughputBenchmark", "-fs", client.cluster.uri,
                            "-op", operation, "-threads", 64, count, CALLS, *options)
    found = re.search(r"Ops per sec: ([0-9.]+)", result.stdout + result.stderr)
    if not found:
        raise AssertionError(f"no rate in the answer to {operation}: {result.stdout}{result.stderr}")
    return float(found.group(1)), usage.cpu_seconds


def one_round(client, maker, figures):
    _, making_files = throughput(client, "create", "-close")
    for operation in OPERATIONS:
        rate, cpu_seconds = throughput(client, operation)
        if operation in ON_FILES:
            cpu_seconds -= making_files
        figures.add(f"NNThroughputBenchmark {operation}", maker, rate, "per s", True)
        figures.add(f"NNThroughputBenchmark {operation}, CPU", maker, 1e6 * cpu_seconds / CALLS, "us per call", goal=5)


def run(figures):
    both = clusters(datanodes=1, hdfs_site={"dfs.namenode.fs-limits.min-block-size": 16})
    try:
        clients = {maker: ApacheClient(cluster) for maker, cluster in both.items()}
        for client in clients.values():
            with open(client.cluster.conf / "log4j.properties", "a", encoding="utf-8") as log4j:
                log4j.write(LOGGING)
            throughput(client, "create")  # until the virtual machine has compiled what it runs
        for _ in range(ROUNDS):
            for maker, client in clients.items():
                one_round(client, maker, figures)
    finally:
        close(both)
