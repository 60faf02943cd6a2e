"""Our examples beside Apache's, both local and in one folder each: the same programs with the same arguments
leave the same files, byte by byte, and print the same estimate of Pi."""
import random
import unittest

from mapreduce_parties import MapReduceParties

TWO_REDUCES = "-Dmapreduce.job.reduces=2"


class MapReduceExamplesTest(MapReduceParties):
    def test_rows_and_their_order(self):
        self.both("teragen", "20000", "rows")
        self.assert_same("rows")
        self.both("terasort", TWO_REDUCES, "rows", "sorted")
        self.assert_same("sorted")
        self.both("teravalidate", "sorted", "report")
        self.assert_same("report")

    def test_words(self):
        chance = random.Random(5)
        words = ["the", "Wörter", "of", "ende\u00e9", "x" * 300, "a"]
        lines = [chance.choice(["\t", " ", "  "]).join(chance.choices(words, k=chance.randrange(9))) for _ in range(3000)]
        self.write_both("in.txt", "\r\n".join(lines).encode())
        self.both("wordcount", TWO_REDUCES, "in.txt", "counts")
        self.assert_same("counts")

    def test_pi(self):
        estimates = [[line for line in output.splitlines() if line.startswith("Estimated value")]
                     for output in self.both("pi", "3", "700")]
        self.assertEqual(len(estimates[0]), 1)
        self.assertEqual(estimates[0], estimates[1])


if __name__ == "__main__":
    unittest.main()
