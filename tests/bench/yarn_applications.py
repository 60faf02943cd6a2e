"""YARN: what its daemons take, an application that does nothing, and many short containers on two nodes.

Applications are those of both makers on the daemons of both: our distributed-shell (yarn/examples) and Apache's. Their
time is the ResourceManager's own, from submission to end; Java's start is not in it. MAMMOTH_BENCH_ROUNDS (3) rounds,
MAMMOTH_BENCH_CONTAINERS (1000) containers of `true`, a tenth for the slower master.
"""
import json
import os
import statistics

from bench import APACHE, OURS
from mini_cluster import BIN, wait_until
from yarn_parties import YarnCluster

ROUNDS = int(os.environ.get("MAMMOTH_BENCH_ROUNDS", 3))
CONTAINERS = int(os.environ.get("MAMMOTH_BENCH_CONTAINERS", 1000))
NODES = 2
TIMEOUT_S = 1800


def start_clusters():
    site = {"yarn.scheduler.minimum-allocation-mb": 128}
    both = {}
    try:
        for maker, name in ((OURS, "ours"), (APACHE, "apache")):
            both[maker] = YarnCluster(name, node_maker=name, nodes=NODES, yarn_site=site)
    except Exception:
        close(both)
        raise
    return both


def close(both):
    for cluster in both.values():
        cluster.close()


def by_ours(count):
    return lambda cluster: [BIN / "distributed-shell", count, "true"]


def by_apaches(count):
    return lambda cluster: cluster.shell_command("-shell_command", "true", "-num_containers", count)


def application_seconds(cluster, command):
    """How long an application took that must succeed."""
    before = {each["id"] for each in applications(cluster)}
    done = cluster.run(*command, timeout=TIMEOUT_S)
    mine = [each for each in applications(cluster) if each["id"] not in before]
    if done.returncode != 0 or len(mine) != 1:
        raise AssertionError(f"{command[0]} -> {done.returncode}: {done.stdout}{done.stderr}")
    wait_until(lambda: of(cluster, mine[0]["id"])["state"] == "FINISHED", 60, "the end of the application")
    ended = of(cluster, mine[0]["id"])
    assert ended["finalStatus"] == "SUCCEEDED", ended
    return ended["elapsedTime"] / 1000


def applications(cluster):
    return (json.loads(cluster.get("/apps"))["apps"] or {}).get("app", [])


def of(cluster, application):
    return json.loads(cluster.get(f"/apps/{application}"))["app"]


def run(figures):
    both = start_clusters()
    try:
        for maker, cluster in both.items():
            for name, daemon in (("ResourceManager", cluster.manager), *(("NodeManager", node) for node in cluster.nodes)):
                figures.add(f"{name}, resident after start", maker, daemon.resident_mib(), "MiB",
                            limit=40 if maker == OURS else None)
        empty(figures, both)
        many(figures, both)
    finally:
        close(both)


def empty(figures, both):
    """The goal is for what each maker's user has: its own master on its own daemons."""
    seconds = {}
    for _ in range(ROUNDS):
        for master, command in (("our master", by_ours(0)), ("Apache's DistributedShell", by_apaches(1))):
            for maker, cluster in both.items():
                took = application_seconds(cluster, command(cluster))
                figures.add(f"empty application, {master}", maker, took, "s")
                seconds.setdefault((master, maker), []).append(took)
    for maker, master in ((OURS, "our master"), (APACHE, "Apache's DistributedShell")):
        figures.add("empty application, each with its own master", maker, statistics.median(seconds[master, maker]), "s",
                    goal=10, limit=0.5)


def many(figures, both):
    for _ in range(ROUNDS):
        for maker, cluster in both.items():
            figures.add(f"{CONTAINERS:,} containers, our master", maker,
                        CONTAINERS / application_seconds(cluster, by_ours(CONTAINERS)(cluster)), "1/s", more_is_better=True,
                        goal=5)
    few = max(1, CONTAINERS // 10)  # it waits a second between its steps
    for maker, cluster in both.items():
        figures.add(f"{few:,} containers, Apache's DistributedShell", maker,
                    few / application_seconds(cluster, by_apaches(few)(cluster)), "1/s", more_is_better=True)
