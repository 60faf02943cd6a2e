"""The examples that measure and aggregate words, ours beside Apache's: same files, same figures."""
import random
import unittest

from mapreduce_parties import MapReduceParties


class MapReduceWordsTest(MapReduceParties):
    def setUp(self):
        super().setUp()
        chance = random.Random(7)
        words = ["the", "Wörter", "of", "end\U0001f600", "x" * 140, "a", "\uffee"]
        lines = [chance.choice(["\t", " ", "  "]).join(chance.choices(words, k=chance.randrange(8)))
                 + chance.choice(["", " ", "\t "]) for _ in range(900)]
        self.write_both("in/a.txt", "\n".join(lines).encode())
        self.write_both("in/b.txt", "one two  three two\n\n \n".encode())

    def figures(self, program, word):
        outputs = [[line for line in text.splitlines() if line.startswith(f"The {word} is:")]
                   for text in self.both(program, "in", "out")]
        self.assertEqual(outputs[0], outputs[1])
        self.assert_same("out")
        return outputs[0]

    def test_mean(self):
        self.assertEqual(len(self.figures("wordmean", "mean")), 1)

    def test_median(self):
        self.assertEqual(len(self.figures("wordmedian", "median")), 1)

    def test_standard_deviation(self):
        self.assertEqual(len(self.figures("wordstandarddeviation", "standard deviation")), 1)

    def test_aggregated_counts(self):
        self.both("aggregatewordcount", "in", "out", "2", "textinputformat")
        self.assertEqual(len(self.assert_same("out")), 3)

    def test_aggregated_histogram(self):
        self.both("aggregatewordhist", "in", "out", "1", "TextInputFormat")
        self.assert_same("out")

    def test_many_files(self):
        self.both("multifilewc", "in", "out")
        self.assert_same("out")

    def test_usage(self):
        for program in ("wordmean", "wordmedian", "multifilewc", "aggregatewordcount", "sort", "randomwriter"):
            ours, apaches = (self.run_as(maker, program) for maker in ("ours", "apache"))
            self.assertEqual(ours.returncode, apaches.returncode, program)
            self.assertEqual(ours.stdout, apaches.stdout, program)


if __name__ == "__main__":
    unittest.main()
