"""The NameNode under our native load generator: rate, and processor time of the daemon per call."""
import json

from bench import Usage, clusters, close
from mini_cluster import BIN

ROUNDS = 3
WRITES = ["mkdirs", "create", "file", "rename", "delete"]
# Each works on what the ones before it left; `create` leaves files open and has a folder of its own.
ORDER = ["mkdirs", "create", "file", "getFileInfo", "getBlockLocations", "rename", "delete"]


def load(cluster, operation, clients, count, folder):
    if operation in ("mkdirs", "create"):
        folder += f"/{operation}"
    return json.loads(cluster.run(BIN / "nn_load", f"127.0.0.1:{cluster.namenode_port}", operation, "--clients",
                                  clients, "--count", count, "--directory", folder, check=True).stdout)


def one_round(cluster, maker, clients, count, folder, figures=None):
    for operation in ORDER:
        with Usage(cluster.namenode) as usage:
            answer = load(cluster, operation, clients, count, folder)
        if not figures:
            continue
        goal = 1 if clients == 1 else 4 if operation in WRITES else 5
        figures.add(f"{operation}, {clients} clients", maker, answer["per_second"], "per s", True, goal)
        if clients > 1:
            figures.add(f"{operation}, NameNode CPU", maker, 1e6 * usage.cpu_seconds / answer["operations"],
                        "us per call", goal=5)


def run(figures):
    both = clusters(datanodes=1)
    try:
        for maker, cluster in both.items():  # until the virtual machine has compiled what it runs
            for warm in range(2):
                one_round(cluster, maker, 64, 500, f"/warm{warm}")
        for clients, count in ((64, 1000), (1, 3000)):
            for index in range(ROUNDS):
                for maker, cluster in both.items():
                    one_round(cluster, maker, clients, count, f"/bench{clients}/{index}", figures)
    finally:
        close(both)
