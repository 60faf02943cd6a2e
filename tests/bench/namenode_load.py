"""The NameNode under our native load generator: rate, and processor time of the daemon per call."""
import json

from bench import Usage, clusters, close
from mini_cluster import BIN

ROUNDS = 3
LOADS = [(64, 64, 1000), (64, 1, 1000), (1, 1, 2000)]  # clients, their connections, calls each makes
WRITES = ["mkdirs", "create", "file", "rename", "delete"]
# Each works on what the ones before it left; `create` leaves files open and has a folder of its own.
ORDER = ["mkdirs", "create", "file", "getFileInfo", "getBlockLocations", "rename", "delete"]


def load(cluster, operation, clients, count, folder, connections=0, shared=False):
    if operation in ("mkdirs", "create"):
        folder += f"/{operation}"
    done = cluster.run(BIN / "nn_load", f"127.0.0.1:{cluster.namenode_port}", operation, "--clients", clients,
                       "--connections", connections, "--count", count, "--directory", folder, "--shared", int(shared),
                       timeout=3600)
    if done.returncode != 0:
        raise RuntimeError(f"nn_load {operation} {folder}: {done.stderr}")
    return json.loads(done.stdout)


def one_round(cluster, maker, clients, connections, count, folder, figures=None):
    for operation in ORDER:
        with Usage(cluster.namenode) as usage:
            answer = load(cluster, operation, clients, count, folder, connections)
        if not figures:
            continue
        name = f"{operation}, {clients} clients" + ("" if connections == clients else f" on {connections} connection")
        goal = 1 if clients == 1 else 4 if operation in WRITES else 5
        figures.add(name, maker, answer["per_second"], "per s", True, goal)
        if clients > 1:
            figures.add(f"{name}, CPU", maker, 1e6 * usage.cpu_seconds / answer["operations"], "us per call")


def run(figures):
    both = clusters(datanodes=1)
    try:
        for maker, cluster in both.items():  # until the virtual machine has compiled what it runs
            for warm in range(2):
                one_round(cluster, maker, 64, 64, 500, f"/warm{warm}")
        for clients, connections, count in LOADS:
            for index in range(ROUNDS):
                for maker, cluster in both.items():
                    one_round(cluster, maker, clients, connections, count, f"/{clients}-{connections}/{index}", figures)
    finally:
        close(both)
