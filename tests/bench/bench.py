"""What every benchmark here shares: the two clusters, the processor time of a daemon, the table at the end."""
import statistics
import subprocess
import sys
import time

from apache import ApacheCluster
from mini_cluster import MiniCluster

OURS, APACHE = "Mammoth", "Apache"


def clusters(**options):
    """One cluster of each maker, both running, to be loaded in turn."""
    return {OURS: MiniCluster(**options), APACHE: ApacheCluster(**options)}


def close(both):
    for cluster in both.values():
        cluster.close()


class Usage:
    """Time that passes and processor time that daemons take inside of a `with`."""

    def __init__(self, *daemons):
        self.daemons = daemons

    def __enter__(self):
        self.cpu_before = sum(daemon.cpu_seconds() for daemon in self.daemons)
        self.begin = time.monotonic()
        return self

    def __exit__(self, *failure):
        self.seconds = time.monotonic() - self.begin
        self.cpu_seconds = sum(daemon.cpu_seconds() for daemon in self.daemons) - self.cpu_before


def seconds_of(command, **options):
    """How long a command takes as a process, in seconds."""
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    return time.monotonic() - begin


class Figures:
    """Measurements of the same thing on both sides, several rounds each; the table shows medians.

    `more_is_better` decides which way the ratio goes: it is how many times better ours is. `goal` is the least
    ratio wanted, or with `limit` the most that ours may be.
    """

    def __init__(self):
        self.rows = {}

    def add(self, name, maker, value, unit, more_is_better=False, goal=None, limit=None):
        row = self.rows.setdefault(name, {"unit": unit, "more": more_is_better, "goal": goal, "limit": limit})
        row.setdefault(maker, []).append(value)
        print(f"  {maker:8}{name}: {value:,.4g} {unit}", file=sys.stderr, flush=True)

    def print(self):
        print(f"{'':52}{'Mammoth':>12}{'Apache':>12}{'ratio':>8}  goal")
        missed = 0
        for name, row in self.rows.items():
            ours = statistics.median(row[OURS])
            theirs = statistics.median(row[APACHE]) if APACHE in row else None
            ratio = None
            if theirs is not None:
                ratio = ours / theirs if row["more"] else theirs / max(ours, 1e-9)
            verdict, ok = "", True
            if row["goal"] is not None:
                verdict, ok = f">= {row['goal']:g} x", ratio is not None and ratio >= row["goal"]
            if row["limit"] is not None:
                verdict, ok = f"<= {row['limit']:g} {row['unit']}", ours <= row["limit"]
            missed += not ok
            print(f"{name + ', ' + row['unit']:52}{ours:12,.4g}"
                  f"{f'{theirs:,.4g}' if theirs is not None else '':>12}"
                  f"{f'{ratio:.1f} x' if ratio is not None else '':>8}  {verdict}{'' if ok else '   MISSED'}")
        print(f"{missed} of {sum(r['goal'] is not None or r['limit'] is not None for r in self.rows.values())} "
              "goals missed")
