"""The shipped examples give the same answer on every master, and the right one: that of their data's description, or
of a few lines of Python."""
import collections
import gzip
import math
import random
import subprocess
import unittest

from spark_cluster import BIN, DATA, EXAMPLES, LIB, SAMPLES, Scratch, StandaloneCluster


def read(name):
    return [line for line in (SAMPLES / name).read_text().splitlines() if line]


class SparkExamplesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = Scratch()
        cls.addClassCleanup(cls.scratch.close)
        cls.cluster = StandaloneCluster(cls.scratch)
        cls.addClassCleanup(cls.cluster.close)
        cls.masters = ("local[1]", "local[4]", "local-cluster[2,1,1024]", cls.cluster.url)

    def answer(self, entry, *words, masters=None):
        """What all masters agree on."""
        answers = {}
        for master in masters or self.masters:
            done = self.scratch.submit(master, entry, *words, library=EXAMPLES)
            self.assertEqual((done.returncode, done.stderr), (0, ""), (entry, master))
            answers[master] = done.stdout
        self.assertEqual(len(set(answers.values())), 1, answers)
        return next(iter(answers.values())).splitlines()

    def test_ratings(self):
        stars = collections.Counter(int(line.split("\t")[2]) for line in read("ratings.tsv"))
        self.assertEqual(self.answer("ratings", SAMPLES / "ratings.tsv"), [f"{n}\t{stars[n]}" for n in sorted(stars)])

    def test_friends(self):
        ages = collections.defaultdict(list)
        for line in read("friends.csv"):
            ages[int(line.split(",")[2])].append(int(line.split(",")[3]))
        self.assertEqual(self.answer("friends", SAMPLES / "friends.csv"),
                         [f"{age}\t{sum(ages[age]) / len(ages[age]):.2f}" for age in sorted(ages)])

    def test_customers(self):
        spent = collections.Counter()
        for line in read("orders.csv"):
            customer, _, amount = line.split(",")
            spent[int(customer)] += round(float(amount) * 100)
        self.assertEqual(self.answer("customers", SAMPLES / "orders.csv"),
                         [f"{customer}\t{cents / 100:.2f}" for customer, cents in
                          sorted(spent.items(), key=lambda each: -each[1])])

    def test_popular(self):
        names = dict(line.split("|")[:2] for line in read("movies.txt"))
        rated = collections.Counter(line.split("\t")[1] for line in read("ratings.tsv"))
        expected = sorted(((count, names[film]) for film, count in rated.items()), reverse=True)[:10]
        self.assertEqual(self.answer("popular", SAMPLES / "ratings.tsv", SAMPLES / "movies.txt"),
                         [f"{count}\t{name}" for count, name in expected])

    def test_degrees(self):
        links = collections.defaultdict(set)
        for line in read("heroes.txt"):
            hero, *others = map(int, line.split())
            links[hero].update(others)
        distance, border = {1: 0}, [1]
        for hero in border:
            for other in links[hero]:
                if other not in distance:
                    distance[other] = distance[hero] + 1
                    border.append(other)
        self.assertEqual(self.answer("degrees", SAMPLES / "heroes.txt", 1, 30),
                         [f"1 and 30 are {distance[30]} degrees apart"])
        self.assertEqual(self.answer("degrees", SAMPLES / "heroes.txt", 1, 40, masters=self.masters[::2]),
                         ["1 and 40 are not connected"])

    def test_minimum_temperatures(self):
        records = DATA / "ghcn-1800"
        if not records.exists():
            self.skipTest("the records of 1800 are not here")
        self.assertEqual(self.answer("mintemp", records / "1800.csv"),
                         (records / "expected/min_temp_by_station.tsv").read_text().splitlines())

    def test_kmeans(self):
        lines = self.answer("kmeans", SAMPLES / "points.txt", 3, 20)
        self.assertEqual([line.split("\t")[0] for line in lines], ["center"] * 3 + ["WSSSE"])
        clouds = [read("points.txt")[i:i + 8] for i in (0, 8, 16)]
        middles = sorted([sum(float(point.split()[i]) for point in cloud) / 8 for i in range(3)] for cloud in clouds)
        for line, middle in zip(lines, middles):
            found = [float(x) for x in line.split("\t")[1].strip("()").split(", ")]
            for a, b in zip(found, middle):
                self.assertAlmostEqual(a, b, places=4)
        spark = DATA / "spark-mllib-data"
        if spark.exists():
            lines = self.answer("kmeans", spark / "data/mllib/kmeans_data.txt", 2, 20, masters=self.masters[1:3])
            self.assertEqual(lines, ["center\t(0.1, 0.1, 0.1)", "center\t(9.1, 9.1, 9.1)", "WSSSE\t0.12"])

    def test_logistic_regression(self):
        points = []
        for line in read("labelled.txt"):
            label, *values = line.split()
            points.append((1 if float(label) > 0 else -1, {int(i) - 1: float(x) for i, x in
                                                           (value.split(":") for value in values)}))
        weights, largest = [0.0] * 4, max(abs(x) for _, values in points for x in values.values())
        for _ in range(50):
            gradient = [0.0] * 4
            for label, values in points:
                scale = (1 / (1 + math.exp(-label * sum(weights[i] * x for i, x in values.items()))) - 1) * label
                for i, x in values.items():
                    gradient[i] += scale * x
            weights = [w - g / len(points) / largest ** 2 for w, g in zip(weights, gradient)]
        right = sum(label * sum(weights[i] * x for i, x in values.items()) > 0 for label, values in points)
        self.assertEqual(self.answer("logistic", SAMPLES / "labelled.txt", 50),
                         [f"right\t{right} of {len(points)}", "weights\t" + "\t".join(f"{w:.6f}" for w in weights)])

    def test_pagerank(self):
        self.assertEqual(len(self.answer("pagerank", SAMPLES / "links.txt", 5)), 4)
        graph = DATA / "snap-as20graph"
        if not graph.exists():
            self.skipTest("the graph is not here")
        expected = (graph / "expected/as20graph.txt.pagerank_spark_example_10it.top20.tsv").read_text().splitlines()
        lines = self.answer("pagerank", graph / "as20graph.txt", 10, masters=self.masters[1:3])
        for line, wanted in zip(lines, expected, strict=False):
            page, rank = wanted.split("\t")
            self.assertEqual(line.split()[0], page)
            self.assertAlmostEqual(float(line.split()[-1].rstrip(".")), float(rank), places=5)

    def test_pi(self):
        self.assertRegex(self.answer("pi", 4)[0], r"^Pi is roughly 3\.1[34]\d+$")

    def test_word_count(self):
        source = self.scratch.path / "text"
        text = " ".join(f"w{i * i % 211}" for i in range(50_000))
        with gzip.open(f"{source}.gz", "wt") as packed:
            packed.write(text)
        source.write_text(text.replace("w7 ", "w7\n"))
        expected = collections.Counter(text.split())
        for number, master in enumerate(self.masters):
            for name in (source, f"{source}.gz"):
                out = self.scratch.path / f"counted-{number}-{str(name).endswith('.gz')}"
                done = self.scratch.submit(master, "wordcount", name, out, library=EXAMPLES)
                self.assertEqual((done.returncode, done.stderr), (0, ""), master)
                self.assertTrue((out / "_SUCCESS").exists())
                lines = [line for part in sorted(out.glob("part-*")) for line in part.read_text().splitlines()]
                counts = {line[1:-1].split(",")[0]: int(line[1:-1].split(",")[1]) for line in lines}
                self.assertEqual(counts, expected)

    def test_terasort(self):
        chance = random.Random(7)
        records = [bytes(chance.randrange(256) for _ in range(100)) for _ in range(3000)]
        source = self.scratch.path / "records"
        source.write_bytes(b"".join(records))
        for number, master in enumerate(self.masters):
            out = self.scratch.path / f"sorted-{number}"
            done = self.scratch.submit(master, "terasort", source, out, 3, library=EXAMPLES)
            self.assertEqual((done.returncode, done.stderr), (0, ""), master)
            data = b"".join(part.read_bytes() for part in sorted(out.glob("part-*")))
            found = [data[i:i + 100] for i in range(0, len(data), 100)]
            self.assertEqual([record[:10] for record in found], sorted(record[:10] for record in records))
            self.assertEqual(sorted(found), sorted(records))
        source.write_bytes(b"x" * 150)
        torn = self.scratch.submit("local[2]", "terasort", source, self.scratch.path / "never", library=EXAMPLES)
        self.assertEqual(torn.returncode, 1)
        self.assertIn("Partial record(length = 50) found at the end of file", torn.stderr)

    def test_bad_lines_and_words_are_one_clear_error(self):
        bad = self.scratch.path / "bad.csv"
        bad.write_text("1,Ada,not-a-number,3\n")
        refused = self.scratch.submit("local[1]", "friends", bad, library=EXAMPLES)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("not a number: not-a-number", refused.stderr)
        for entry in ("ratings", "friends", "customers", "popular", "degrees", "kmeans", "logistic", "terasort"):
            done = self.scratch.submit("local[1]", entry, library=EXAMPLES)
            self.assertEqual(done.returncode, 2, entry)
            self.assertIn(f"Usage: {entry} ", done.stderr)

    def test_teragen_and_teravalidate_agree(self):
        generated, out, report = (self.scratch.path / name for name in ("teragen", "terasorted", "report"))
        hadoop = [BIN / "hadoop", "jar", LIB / "libmapreduce-examples.so"]
        if not hadoop[0].exists() or not hadoop[2].exists():
            self.skipTest("MapReduce is not built")

        def run(*words):
            done = subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=60,
                                  env=self.scratch.environment)
            self.assertEqual(done.returncode, 0, done.stderr)
        run(*hadoop, "teragen", 20_000, generated)
        done = self.scratch.submit("local-cluster[2,1,1024]", "terasort", generated, out, 4, library=EXAMPLES)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        run(*hadoop, "teravalidate", out, report)
        self.assertFalse(any("misorder" in part.read_text() for part in report.glob("part-*")))


if __name__ == "__main__":
    unittest.main()
