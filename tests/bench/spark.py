"""RDD jobs: ours, Apache Spark's and a single-threaded C++ program's on the same inputs, two cores each.

Word count and TeraSort of 1 GB (MAMMOTH_BENCH_MB; the others' inputs grow with it), PageRank of 4 million edges, KMeans
of 2 million points, and what an empty job takes. Seconds on the clock and of the processor; the first is compared with the single thread.
Then TeraSort in little memory, and an iteration of logistic regression beside one as a MapReduce job of ours.
"""
import os
import pathlib
import random
import resource
import shutil
import subprocess
import tempfile
import time

import apache_spark
from apache import PEERS
from bench import APACHE, OURS
from mini_cluster import BIN, ROOT

HERE = pathlib.Path(__file__).resolve().parent / "spark"
MEGABYTES = int(os.environ.get("MAMMOTH_BENCH_MB", "1024"))
BOOKS = ROOT.parent / "shared/data/gutenberg-dev"
EXAMPLES = BIN.parent / "lib/libspark-examples.so"
BENCH_JOBS = BIN.parent / "lib/libbench-jobs.so"
TEST_JOBS = BIN.parent / "lib/libspark-test-jobs.so"
SINGLE = "one thread"
PAGES = 400_000 * MEGABYTES // 1024
ROUNDS = 3


class Inputs:
    def __init__(self, folder):
        chance = random.Random(1)
        self.text, self.records, self.graph, self.points = (folder / name for name in
                                                            ("text", "records", "graph", "points"))
        books = sorted(BOOKS.glob("*.txt")) or sorted((ROOT / "deploy/books").glob("*.txt"))
        lines = b"".join(book.read_bytes() for book in books).split(b"\n")
        with open(self.text, "wb") as out:
            while out.tell() < MEGABYTES << 20:
                chance.shuffle(lines)
                out.write(b"\n".join(lines) + b"\n")
        with open(self.records, "wb") as out:
            for _ in range(MEGABYTES):
                out.write(os.urandom(1_048_500))
        pages = PAGES
        with open(self.graph, "w", encoding="ascii") as out:
            for page in range(pages):
                targets = {(page + 1) % pages, *(int(pages * chance.random() ** 3) for _ in range(9))}
                out.write("".join(f"{page}\t{target}\n" for target in targets))
        with open(self.points, "w", encoding="ascii") as out:
            for i in range(2_000_000 * MEGABYTES // 1024):
                out.write(" ".join(f"{10 * (i % 8 >> j % 3 & 1) + chance.random():.3f}" for j in range(8)) + "\n")


def build():
    """The single-threaded program and the Java jobs, below build/peers."""
    target = PEERS / "spark-bench"
    target.mkdir(parents=True, exist_ok=True)
    program = target / "single_thread"
    subprocess.run(["clang++-19", "-O3", "-march=native", "-std=c++20", "-o", program, HERE / "single_thread.cc"],
                   check=True)
    subprocess.run(["javac", "-nowarn", "-cp", f"{apache_spark.jars()}/*", "-d", target, *sorted(HERE.glob("*.java"))],
                   check=True)
    return program, target


def measured(command, **options):
    """Seconds on the clock and of the processor, children's included; and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, **options)
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def commands(entry, main, words, single, classes):
    spark = apache_spark.java(main, *words, memory="4g", path=[classes])
    position = spark.index(main)
    spark[position:position] = ["-Dspark.master=local[2]", "-Dspark.ui.enabled=false"]
    ours = [BIN / "spark-submit", "--master", "local[2]", "--driver-memory", "4g", "--class", entry, EXAMPLES, *words]
    return {OURS: ours, APACHE: spark, SINGLE: single}


def compare(figures, name, sides, out, goal):
    """The sides in turn; where they print numbers the last one must be the same."""
    answers = {}
    for _ in range(ROUNDS):
        for maker, command in sides.items():
            for path in out:
                shutil.rmtree(path, ignore_errors=True)
                path.unlink(missing_ok=True)
            wall, cpu, answers[maker] = measured(command)
            if maker == SINGLE:
                # The table has two columns: the single thread is the "Apache" of a line of its own.
                figures.add(f"{name}, against one thread", APACHE, wall, "s")
                continue
            figures.add(f"{name}, time", maker, wall, "s")
            figures.add(f"{name}, processor", maker, cpu, "s", goal=goal)
            if maker == OURS:
                figures.add(f"{name}, against one thread", OURS, wall, "s", goal=1)
    last = {maker: float(answer.split()[-1].rstrip(b".")) for maker, answer in answers.items() if answer}
    if last and max(last.values()) > min(last.values()) * 1.0001:
        raise AssertionError(f"{name}: the sides do not agree: {last}")


def private_bytes(name):
    """What processes of that name hold beside files' pages, right now."""
    total = 0
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "exe").endswith("/" + name):
                status = (entry / "status").read_text(encoding="utf-8")
                total += int(status.split("RssAnon:")[1].split()[0]) << 10
        except (OSError, IndexError):
            continue
    return total


def bounded_memory(figures, records, out):
    """TeraSort of four times the memory of its one executor: the same records again and again."""
    memory = 460  # MiB; Spark takes no less than 450
    times = -(-4 * memory // MEGABYTES)
    shutil.rmtree(out, ignore_errors=True)
    command = [BIN / "spark-submit", "--master", f"local-cluster[1,2,{memory}]", "--executor-memory", f"{memory}m",
               "--class", "terasort", EXAMPLES, ",".join([str(records)] * times), out]
    most = 0
    with subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL) as job:
        while job.poll() is None:
            most = max(most, private_bytes("spark-executor"))
            time.sleep(0.02)
    if job.returncode != 0:
        raise AssertionError(f"TeraSort with {memory} MiB failed")
    sorted_bytes = sum(part.stat().st_size for part in out.glob("part-*"))
    if sorted_bytes != times * records.stat().st_size:
        raise AssertionError("TeraSort has lost records")
    figures.add(f"TeraSort of {times * MEGABYTES} MiB, executor of {memory} MiB: private memory", OURS, most >> 20,
                "MiB", limit=memory)


def logistic_regression(figures, folder):
    """An iteration over cached points, and one that is a MapReduce job of ours, on local masters."""
    chance = random.Random(2)
    points, out = folder / "labelled", folder / "gradient"
    with open(points, "w", encoding="ascii") as file:
        for i in range(500_000 * MEGABYTES // 1024):
            values = " ".join(f"{j + 1}:{chance.gauss(i % 2, 1):.3f}" for j in range(10))
            file.write(f"{i % 2} {values}\n")
    for _ in range(ROUNDS):
        walls = [measured([BIN / "spark-submit", "--master", "local[2]", "--class", "logistic", EXAMPLES, points,
                           iterations])[0] for iterations in (5, 105)]
        figures.add("logistic regression, one iteration, beside MapReduce", OURS, (walls[1] - walls[0]) / 100, "s",
                    goal=20)
        shutil.rmtree(out, ignore_errors=True)
        wall, _, _ = measured([BIN / "mapred", "jar", BENCH_JOBS, "gradient", points, out])
        figures.add("logistic regression, one iteration, beside MapReduce", APACHE, wall, "s")


def run(figures):
    program, classes = build()
    with tempfile.TemporaryDirectory(dir=PEERS) as scratch:
        folder = pathlib.Path(scratch)
        inputs = Inputs(folder)
        out = [folder / "out"]
        size = f"{MEGABYTES} MiB"
        for name, entry, main, words, alone, goal in (
                (f"word count of {size}", "wordcount", "WordCount", [inputs.text, out[0]],
                 ["wordcount", inputs.text, out[0]], 5),
                (f"TeraSort of {size}", "terasort", "TeraSort", [inputs.records, out[0]],
                 ["terasort", inputs.records, out[0]], 1.7),
                (f"PageRank of {PAGES} pages, 10 iterations", "pagerank", "PageRank", [inputs.graph, 10],
                 ["pagerank", inputs.graph, 10], 4),
                ("KMeans, k = 8, 10 iterations", "kmeans", "KMeans", [inputs.points, 8, 10],
                 ["kmeans", inputs.points, 8, 10], 4)):
            compare(figures, name, commands(entry, main, words, [program, *alone], classes), out, goal)
        bounded_memory(figures, inputs.records, out[0])
        logistic_regression(figures, folder)
    for master, limit in (("local[2]", 0.3), ("local-cluster[2,1,1024]", 1)):
        for _ in range(11):
            wall, _, _ = measured([BIN / "spark-submit", "--master", master, "--class", "empty", TEST_JOBS])
            figures.add(f"empty job on {master}", OURS, wall, "s", limit=limit)
