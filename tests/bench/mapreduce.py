"""MapReduce jobs: ours and Apache's examples on the same inputs, both in one process without a cluster
(mapreduce.framework.name=local), with two cores; and against what needs no framework: awk, sort, one C++ thread.

Word count of a line, of 100 MB and of 1 GB (MAMMOTH_BENCH_MB), TeraSort of 1 GB. Seconds on the clock and of the
processor. Apache's local jobs run one task at a time, so its clock says less than its processor time.
"""
import os
import pathlib
import random
import shutil
import subprocess
import tempfile

from apache import FLAGS, PEERS
from bench import APACHE, OURS
from mapreduce_parties import LIBRARY, jars
from mini_cluster import BIN, ROOT
from spark import measured

SINGLE = pathlib.Path(__file__).resolve().parent / "spark/single_thread.cc"
MEGABYTES = int(os.environ.get("MAMMOTH_BENCH_MB", "1024"))
BOOKS = ROOT.parent / "shared/data/gutenberg-dev"
AWK = "{for (i = 1; i <= NF; i++) count[$i]++} END {for (word in count) print word \"\\t\" count[word]}"
ROUNDS = 3


def write_text(path, megabytes):
    chance = random.Random(1)
    books = sorted(BOOKS.glob("*.txt")) or sorted((ROOT / "deploy/books").glob("*.txt"))
    lines = b"".join(book.read_bytes() for book in books).split(b"\n")
    with open(path, "wb") as out:
        while out.tell() < megabytes << 20:
            chance.shuffle(lines)
            out.write(b"\n".join(lines) + b"\n")


def ours(*words):
    return [BIN / "mapred", "jar", LIBRARY, *words]


def apaches(*words):
    # as `hadoop jar`: half of the machine's memory is enough for either input
    return ["java", *FLAGS, "-Xmx2g", "-cp", f"{jars()}/*", "org.apache.hadoop.examples.ExampleDriver", *words]


def compare(figures, name, words, out, clock_goal=None, cpu_goal=None, limit=None):
    for _ in range(ROUNDS):
        for maker, command in ((OURS, ours), (APACHE, apaches)):
            shutil.rmtree(out, ignore_errors=True)
            wall, cpu, _ = measured(command(*words), cwd=out.parent)
            figures.add(f"{name}, time", maker, wall, "s", goal=clock_goal, limit=limit)
            figures.add(f"{name}, processor", maker, cpu, "s", goal=cpu_goal)


def beside(figures, name, words, out, command):
    """Ours in the first column, another program's in the second."""
    for _ in range(ROUNDS):
        shutil.rmtree(out, ignore_errors=True)
        wall, cpu, _ = measured(ours(*words), cwd=out.parent)
        figures.add(f"{name}, time", OURS, wall, "s")
        figures.add(f"{name}, processor", OURS, cpu, "s")
        wall, cpu, _ = measured(command, cwd=out.parent)
        figures.add(f"{name}, time", APACHE, wall, "s")
        figures.add(f"{name}, processor", APACHE, cpu, "s")


def run(figures):
    single = PEERS / "single_thread"
    subprocess.run(["clang++-19", "-O3", "-march=native", "-std=c++20", "-o", single, SINGLE], check=True)
    os.environ.pop("HADOOP_CONF_DIR", None)
    with tempfile.TemporaryDirectory(dir=PEERS) as scratch:
        folder = pathlib.Path(scratch)
        out, plain = folder / "out", folder / "plain"
        (folder / "line").write_text("to be or not to be\n", encoding="ascii")
        write_text(folder / "small", 100)
        write_text(folder / "large", MEGABYTES)
        compare(figures, "word count of a line", ["wordcount", "line", "out"], out, limit=1)
        compare(figures, "word count of 100 MB", ["wordcount", "small", "out"], out, clock_goal=10)
        compare(figures, f"word count of {MEGABYTES} MB", ["wordcount", "large", "out"], out, cpu_goal=5)
        words = ["wordcount", "large", "out"]
        large = folder / "large"
        for program, command in (
                ("awk", ["sh", "-c", f"awk '{AWK}' {large} | sort > {plain}"]),
                ("sort and uniq", ["sh", "-c", f"tr -s ' \\t\\r' '\\n\\n\\n' < {large} | sort -S 1G | uniq -c > {plain}"]),
                ("one thread", [single, "wordcount", large, plain])):
            beside(figures, f"word count against {program}", words, out, command)
        rows = folder / "rows"
        subprocess.run([str(word) for word in ours("teragen", str(MEGABYTES * 10_486), "rows")], check=True, cwd=folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        compare(figures, f"TeraSort of {MEGABYTES} MB", ["terasort", "rows", "out"], out, cpu_goal=5)
        with open(folder / "records", "wb") as records:
            for part in sorted(rows.glob("part-*")):
                records.write(part.read_bytes())
        beside(figures, "TeraSort against one thread", ["terasort", "rows", "out"], out,
               [single, "terasort", folder / "records", plain])
