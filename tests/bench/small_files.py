"""10,000 small files: put by each maker's shell, and copied within the cluster: ours by distcp, Apache's by its shell."""
import os

from apache import ApacheClient
from bench import APACHE, OURS, clusters, close, seconds_of
from mini_cluster import BIN

ROUNDS = int(os.environ.get("MAMMOTH_BENCH_ROUNDS", 3))
FILES = 10_000
THREADS = 16
SHELL = "org.apache.hadoop.fs.FsShell"


def make_files(folder):
    for index in range(FILES):
        directory = folder / f"d{index // 1000}"
        directory.mkdir(parents=True, exist_ok=True)
        (directory / f"f{index}").write_bytes(b"%d\n" % index * 100)


def run(figures):
    both = clusters(datanodes=1)
    try:
        for maker, cluster in both.items():
            make_files(cluster.folder / "small")
        clients = {maker: ApacheClient(cluster) for maker, cluster in both.items()}
        for index in range(ROUNDS):
            for maker, cluster in both.items():
                def shell(*arguments, maker=maker, cluster=cluster):
                    if maker == OURS:
                        return seconds_of([BIN / "hdfs", *arguments], env=cluster.environment)
                    return seconds_of(clients[APACHE].command(SHELL, *arguments[1:]), env=cluster.environment)
                put = shell("dfs", "-put", "-t", str(THREADS), cluster.folder / "small", f"/put{index}")
                figures.add(f"-put -t {THREADS} of {FILES:,} files", maker, put, "s", goal=5)
                if maker == OURS:
                    copy = shell("distcp", f"/put{index}", f"/copy{index}")
                else:
                    copy = shell("dfs", "-cp", "-t", str(THREADS), f"/put{index}", f"/copy{index}")
                figures.add(f"distcp (Apache: -cp -t {THREADS}) of {FILES:,} files", maker, copy, "s", goal=5)
                listed = cluster.hdfs("dfs", "-count", f"/copy{index}").stdout.split()
                assert int(listed[1]) == FILES, listed
    finally:
        close(both)
