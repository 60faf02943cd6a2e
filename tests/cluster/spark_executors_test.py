"""Executor processes of local-cluster masters die, stand still and lie; the job's answer stays right, or there is one
clear error, and nothing stays behind."""
import os
import signal
import unittest

from spark_cluster import EXAMPLES, JOBS, SAMPLES, Scratch, wait_until

CLUSTER = "local-cluster[2,1,1024]"
# Connections to executors that are gone are refused at once; what is tried again is tried soon.
SOON = {"spark.shuffle.io.retryWait": "100ms", "spark.locality.wait": "200ms"}


class SparkExecutorsTest(unittest.TestCase):
    def setUp(self):
        self.scratch = Scratch()
        self.addCleanup(self.scratch.close)

    def finish(self, process, timeout=60):
        out, err = process.communicate(timeout=timeout)
        self.check_nothing_left()
        return out, err, process.returncode

    def check_nothing_left(self, seconds=10):
        wait_until(lambda: not self.scratch.executors(), seconds, "the end of all executors")
        try:
            wait_until(lambda: not self.scratch.local_files(), seconds)
        except AssertionError:
            self.fail(f"files are left: {self.scratch.local_files()}")

    def right_sums(self):
        sums = [(key, sum(range(key, 80_000, 100))) for key in range(100)]
        check = 0
        for key, total in sums:
            check = (check * 31 + key + total) % 2 ** 64
        return f"100 keys, check {check}\n"

    def test_both_executors_take_part_and_leave_nothing(self):
        done = self.scratch.submit(CLUSTER, "two_stages", self.scratch.marks_path, 50, 50)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, self.right_sums(), ""))
        self.assertEqual(len({pid for _, _, pid in self.scratch.marks("map")}), 2)
        self.check_nothing_left()

    def test_shuffle_blocks_over_the_network(self):
        done = self.scratch.submit(CLUSTER, "two_stages", self.scratch.marks_path, 0, 0,
                                   conf={"spark.shuffle.readHostLocalDisk": "false"})
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, self.right_sums(), ""))

    def test_fetched_blocks_above_the_limit_go_to_disk(self):
        done = self.scratch.submit(CLUSTER, "two_stages", self.scratch.marks_path, 0, 0,
                                   conf={"spark.shuffle.readHostLocalDisk": "false",
                                         "spark.network.maxRemoteBlockSizeFetchToMem": "16"})
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, self.right_sums(), ""))

    def test_an_executor_is_killed_in_the_map_phase(self):
        job = self.scratch.begin(CLUSTER, "two_stages", self.scratch.marks_path, 200, 0, conf=SOON)
        wait_until(lambda: len(self.scratch.marks("map")) >= 4, what="the fourth map task")
        os.kill(self.scratch.marks("map")[-1][2], signal.SIGKILL)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (0, self.right_sums()), err)
        self.assertIn("Command killed by signal 9 (SIGKILL)", err)
        self.assertEqual(len({pid for _, _, pid in self.scratch.marks("map")}), 3)

    def test_an_executor_is_killed_in_the_reduce_phase(self):
        job = self.scratch.begin(CLUSTER, "two_stages", self.scratch.marks_path, 0, 400, conf=SOON)
        wait_until(lambda: self.scratch.marks("reduce"), what="the first reduce task")
        maps_before = len(self.scratch.marks("map"))
        os.kill(self.scratch.marks("reduce")[0][2], signal.SIGKILL)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (0, self.right_sums()), err)
        again = len(self.scratch.marks("map")) - maps_before
        self.assertTrue(0 < again < 8, f"{again} of 8 map tasks ran again: those of the lost executor must, no others")

    def test_an_executor_is_killed_that_keeps_cached_partitions(self):
        job = self.scratch.begin(CLUSTER, "cached", self.scratch.marks_path, 1500, conf=SOON)
        self.assertEqual(job.stdout.readline(), "80000\n")
        self.assertEqual(len(self.scratch.marks("map")), 8)
        os.kill(self.scratch.marks("map")[0][2], signal.SIGKILL)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (0, "80000\n"), err)
        again = len(self.scratch.marks("map")) - 8
        self.assertTrue(0 < again < 8, f"{again} partitions were computed again: the lost ones must, no others")

    def test_cached_partitions_are_not_computed_again(self):
        done = self.scratch.submit(CLUSTER, "cached", self.scratch.marks_path, 0)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "80000\n80000\n", ""))
        self.assertEqual(len(self.scratch.marks("map")), 8)

    def test_a_cached_partition_is_fetched_from_another_executor(self):
        done = self.scratch.submit(CLUSTER, "moved_cache", self.scratch.marks_path)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "1000\n1000\n", ""))
        self.assertEqual(len({pid for _, _, pid in self.scratch.marks("map")}), 2)
        self.assertEqual(len(self.scratch.marks("map")), 2, "nothing is computed again")

    def test_copies_of_cached_partitions_outlive_an_executor(self):
        for level in ("MEMORY_ONLY_2", "DISK_ONLY_2"):
            with self.subTest(level):
                for mark in self.scratch.marks_path.iterdir():
                    mark.unlink()
                job = self.scratch.begin(CLUSTER, "cached", self.scratch.marks_path, 1500, level, conf=SOON)
                self.assertEqual(job.stdout.readline(), "80000\n")
                os.kill(self.scratch.marks("map")[0][2], signal.SIGKILL)
                out, err, code = self.finish(job)
                self.assertEqual((code, out), (0, "80000\n"), err)
                self.assertEqual(len(self.scratch.marks("map")), 8, "nothing is computed again")

    def test_a_local_checkpoint_is_read_and_lost_with_its_executor(self):
        done = self.scratch.submit(CLUSTER, "cached", self.scratch.marks_path, 0, "local_checkpoint")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "80000\n80000\n", ""))
        self.assertEqual(len(self.scratch.marks("map")), 8)
        job = self.scratch.begin(CLUSTER, "cached", self.scratch.marks_path, 1500, "local_checkpoint", conf=SOON)
        self.assertEqual(job.stdout.readline(), "80000\n")
        os.kill(self.scratch.marks("map")[-1][2], signal.SIGKILL)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (1, ""), err)
        self.assertRegex(err, r"Checkpoint block rdd_\d+_\d+ not found! Either the executor that")

    def test_a_barrier_stage_whose_task_fails_runs_again_as_a_whole(self):
        done = self.scratch.submit(CLUSTER, "meeting", self.scratch.marks_path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        first, second = done.stdout.splitlines()
        self.assertEqual(first, second)
        self.assertEqual(set(map(int, first.split())), {pid for _, _, pid in self.scratch.marks("meet")})
        self.assertEqual(len(set(first.split())), 2)

    def shuffle_files(self, ending):
        return [path for path in (self.scratch.path / "local").rglob(f"shuffle_*{ending}")]

    def harm_between_jobs(self, harm, conf=()):
        job = self.scratch.begin(CLUSTER, "same_shuffle", self.scratch.marks_path, 1500, conf={**SOON, **dict(conf)})
        self.assertEqual(job.stdout.readline(), self.right_sums())
        for path in harm():
            self.assertIn(".data", path.name)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (0, self.right_sums()), err)
        self.assertGreater(len(self.scratch.marks("map")), 8)

    def delete_one(self):
        path = self.shuffle_files(".data")[0]
        path.unlink()
        return [path]

    def flip_one_bit(self):
        path = self.shuffle_files(".data")[0]
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        path.write_bytes(data)
        return [path]

    def test_a_shuffle_file_is_deleted(self):
        self.harm_between_jobs(self.delete_one)

    def test_a_bit_of_a_shuffle_file_is_flipped(self):
        self.harm_between_jobs(self.flip_one_bit)

    def test_a_bit_of_a_shuffle_file_is_flipped_and_found_by_the_fetching_side(self):
        self.harm_between_jobs(self.flip_one_bit, {"spark.shuffle.readHostLocalDisk": "false"})

    def test_an_executor_that_stands_still_is_replaced(self):
        conf = {**SOON, "spark.network.timeout": "2s", "spark.executor.heartbeatInterval": "300ms"}
        job = self.scratch.begin(CLUSTER, "two_stages", self.scratch.marks_path, 300, 0, conf=conf)
        wait_until(lambda: len(self.scratch.marks("map")) >= 3, what="the third map task")
        os.kill(self.scratch.marks("map")[-1][2], signal.SIGSTOP)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (0, self.right_sums()), err)
        self.assertIn("Executor heartbeat timed out after", err)

    def test_the_driver_is_killed(self):
        job = self.scratch.begin(CLUSTER, "hang", self.scratch.marks_path)
        wait_until(lambda: len(self.scratch.marks("hang")) >= 2, what="both tasks")
        self.assertEqual(len(self.scratch.executors()), 2)
        job.kill()
        self.finish(job)

    def test_the_driver_is_killed_while_executors_start(self):
        job = self.scratch.begin(CLUSTER, "hang", self.scratch.marks_path)
        wait_until(self.scratch.executors, what="the first executor")
        job.kill()
        self.finish(job)

    def test_accumulators_count_once_and_broadcasts_arrive(self):
        done = self.scratch.submit(CLUSTER, "accumulate")
        self.assertEqual((done.returncode, done.stdout), (0, f"{2 * sum(range(1000))}\n"), done.stderr)

    def test_results_too_large_for_a_message(self):
        done = self.scratch.submit(CLUSTER, "big_results")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "".join(f"{chr(97 + n)} 3000000\n" for n in range(6)))

    def test_a_crash_names_the_signal_and_the_function(self):
        done = self.scratch.submit(CLUSTER, "crash", "segv")
        self.assertEqual(done.returncode, 1)
        for words in ("Task 1 in stage 0.0 failed 4 times", "ExecutorLostFailure", "signal 11 (SIGSEGV)",
                      "broken_function"):
            self.assertIn(words, done.stderr.split("Exception in thread")[-1])
        self.check_nothing_left()

    def test_user_code_that_exits_or_throws(self):
        for how, words in (("exit", "Command exited with code 3"), ("abort", "signal 6 (SIGABRT)"),
                           ("throw", "std::runtime_error: user code says no")):
            done = self.scratch.submit(CLUSTER, "crash", how)
            self.assertEqual(done.returncode, 1)
            self.assertIn("failed 4 times", done.stderr)
            self.assertIn(words, done.stderr.split("Exception in thread")[-1])

    def test_a_library_the_executors_cannot_load(self):
        library = self.scratch.path / "gone.so"
        library.write_bytes(JOBS.read_bytes())
        job = self.scratch.begin(CLUSTER, "same_shuffle", self.scratch.marks_path, 1000, library=library, conf=SOON)
        job.stdout.readline()
        library.unlink()
        for pid in self.scratch.executors():
            os.kill(pid, signal.SIGKILL)
        out, err, code = self.finish(job)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("Master removed our application: FAILED", err)
        self.assertIn("gone.so", err)

    def test_settings_that_cannot_work(self):
        for master, conf, words in (
                ("local-cluster[2,1,1024]", {"spark.executor.memory": "2g"},
                 "Asked to launch cluster with 1024 MiB/worker but requested 2048 MiB/executor"),
                ("local-cluster[2,1,1024]", {"spark.executor.memory": "100m"}, "Executor memory 104857600 must be at least"),
                ("local-cluster[0,1,1024]", {}, "local-cluster[0,1,1024]"),
                ("local-cluster[1,1]", {}, "Could not parse Master URL: 'local-cluster[1,1]'"),
                ("spark://nowhere", {}, "Invalid master URL: spark://nowhere"),
                ("spark://127.0.0.1:1", {}, "All masters are unresponsive! Giving up.")):
            done = self.scratch.submit(master, "empty", conf=conf)
            self.assertEqual(done.returncode, 1, master)
            self.assertIn(words, done.stderr)

    def test_a_task_larger_than_a_message(self):
        done = self.scratch.submit(CLUSTER, "pipelines", 1, 5, conf={"spark.rpc.message.maxSize": "0"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("which exceeds max allowed: spark.rpc.message.maxSize (0 bytes)", done.stderr)

    def test_pipelines_made_by_chance(self):
        for seed, conf in ((11, {}), (12, {"spark.shuffle.readHostLocalDisk": "false"})):
            done = self.scratch.submit(CLUSTER, "pipelines", seed, 60, conf=conf)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_files_travel_to_executors(self):
        done = self.scratch.submit(CLUSTER, "ratings", SAMPLES / "ratings.tsv", library=EXAMPLES,
                                   conf={"spark.files": SAMPLES / "movies.txt"})
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
