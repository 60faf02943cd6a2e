"""Our MapReduce on a cluster: our client, application master and tasks; ResourceManager, NodeManagers and the
shuffle are ours or Apache's."""
import collections
import os
import pathlib
import random
import tarfile

from mini_cluster import BIN, MiniCluster, free_port, wait_until, write_site_xml
from yarn_parties import YarnCluster, mapreduce_jars

LIBRARY = BIN.parent / "lib/libmapreduce-examples.so"


class JobCluster:
    def __init__(self, maker="ours", nodes=1, mapred_site=None, yarn_site=None, hdfs=None,
                 make_yarn=YarnCluster):
        self.hdfs = hdfs or MiniCluster(datanodes=1)
        site = {"yarn.nodemanager.aux-services": "mapreduce_shuffle", "mapreduce.shuffle.port": 0 if nodes > 1 else free_port(),
                "yarn.scheduler.minimum-allocation-mb": 128, "yarn.nodemanager.env-whitelist": "PATH"}
        if maker == "apache":
            site["yarn.nodemanager.aux-services.mapreduce_shuffle.class"] = "org.apache.hadoop.mapred.ShuffleHandler"
        try:
            self.yarn = make_yarn(maker, node_maker=maker, nodes=nodes, core_site={"fs.defaultFS": self.hdfs.uri},
                                    more_jars=mapreduce_jars() if maker == "apache" else None,
                                    yarn_site=site | (yarn_site or {}))
        except Exception:
            self.hdfs.close()
            raise
        write_site_xml(self.yarn.conf / "mapred-site.xml", {
            "mapreduce.framework.name": "yarn",
            "yarn.app.mapreduce.am.resource.mb": 256, "mapreduce.map.memory.mb": 256, "mapreduce.reduce.memory.mb": 256,
            "mapreduce.task.io.sort.mb": 16} | (mapred_site or {}))

    def mapred(self, *arguments, **options):
        return self.yarn.run(BIN / "mapred", *arguments, **{"timeout": 150} | options)

    def example(self, *arguments, **options):
        return self.mapred("jar", LIBRARY, *arguments, **options)

    def files(self, directory):
        """Names and contents of a directory of HDFS, hidden files left out."""
        target = pathlib.Path(self.yarn.folder) / f"copy{random.randrange(10**9)}"
        self.hdfs.hdfs("dfs", "-get", directory, target)
        return {path.name: path.read_bytes() for path in target.iterdir() if not path.name.startswith((".", "_"))}

    def put(self, text, target, *options):
        source = pathlib.Path(self.yarn.folder) / "put.txt"
        source.write_text(text)
        self.hdfs.hdfs("dfs", "-mkdir", "-p", str(pathlib.PurePosixPath(target).parent))
        self.hdfs.hdfs("dfs", *options, "-put", source, target)

    def tasks(self):
        """Processes of tasks that run now: pid and attempt."""
        return self.programs("mapreduce-task")

    def programs(self, name):
        found = {}
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                if pathlib.Path(words[0]).name == name and str((folder / "cwd").readlink()).startswith(f"{self.yarn.folder}/"):
                    found[int(folder.name)] = words[3] if len(words) > 4 else ""
            except (OSError, IndexError):
                continue
        return found

    def show_logs(self):
        self.yarn.show_logs()
        print(self.yarn.logs("stderr")[-6000:])

    def close(self):
        self.yarn.close()
        self.hdfs.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def random_words(count, seed=6):
    chance = random.Random(seed)
    words = [f"word{chance.randrange(500)}" for _ in range(count)]
    return words, "\n".join(" ".join(words[i:i + 10]) for i in range(0, count, 10)) + "\n"


class Checks:
    """`cluster` is a JobCluster."""

    def succeed(self, done):
        if done.returncode != 0:
            self.cluster.show_logs()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stderr

    def counter(self, text, name):
        values = [line.split("=")[1] for line in text.splitlines() if line.strip().startswith(f"{name}=")]
        return int(values[0]) if values else None


class Cases(Checks):
    """For each kind of cluster."""

    def test_words(self):
        words, text = random_words(20_000)
        for i in range(3):
            self.cluster.put(text, f"/words/in/{i}.txt")
        console = self.succeed(self.cluster.example("wordcount", "-Dmapreduce.job.reduces=2", "/words/in", "/words/out"))
        out = self.cluster.files("/words/out")
        counted = dict(line.split("\t") for part in out.values() for line in part.decode().splitlines())
        expected = {word: count * 3 for word, count in collections.Counter(words).items()}
        self.assertEqual({word: int(count) for word, count in counted.items()}, expected)
        self.assertIn("map 100% reduce 100%", console)
        self.assertIn("completed successfully", console)
        self.assertEqual(self.counter(console, "Launched map tasks"), 3)
        self.assertEqual(self.counter(console, "Launched reduce tasks"), 2)
        self.assertEqual(self.counter(console, "Map output records"), 60_000)
        self.assertEqual(self.counter(console, "Shuffled Maps "), 6)
        # byte by byte what the same job leaves in one process
        self.succeed(self.cluster.example("wordcount", "-Dmapreduce.framework.name=local", "-Dmapreduce.job.reduces=2",
                                          "/words/in", "/words/local"))
        self.assertEqual(out, self.cluster.files("/words/local"))
        # and nothing is left behind
        left = self.cluster.hdfs.hdfs("dfs", "-ls", f"/tmp/hadoop-yarn/staging/{self.user()}/.staging").stdout
        self.assertNotIn("job_", left)

    def user(self):
        return os.environ.get("HADOOP_USER_NAME") or os.popen("id -un").read().strip()

    def test_rows_are_sorted(self):
        self.succeed(self.cluster.example("teragen", "-Dmapreduce.job.maps=3", "30000", "/rows/in"))
        self.succeed(self.cluster.example("terasort", "-Dmapreduce.job.reduces=2", "/rows/in", "/rows/out"))
        self.succeed(self.cluster.example("teravalidate", "/rows/out", "/rows/report"))
        report = b"".join(self.cluster.files("/rows/report").values()).decode()
        self.assertIn("checksum", report)
        self.assertNotIn("error", report)
        local = "-Dmapreduce.framework.name=local"
        self.succeed(self.cluster.example("terasort", local, "-Dmapreduce.job.reduces=2", "/rows/in", "/rows/local"))
        self.assertEqual(self.cluster.files("/rows/out"), self.cluster.files("/rows/local"))

    def test_a_shell_command_in_containers(self):
        """The example of common/yarn."""
        done = self.cluster.yarn.run(BIN / "distributed-shell", 3, "printenv CONTAINER_ID")
        self.succeed(done)
        self.assertIn("3 of 3 containers ended well", done.stdout)
        said = [line for line in self.cluster.yarn.logs().splitlines() if line.startswith("container_")]
        self.assertEqual(len(set(said)), 3, said)
        failed = self.cluster.yarn.run(BIN / "distributed-shell", 2, "exit 7")
        self.assertEqual(failed.returncode, 1, failed.stdout)
        self.assertIn("0 of 2 containers ended well", failed.stdout)

    def test_the_product_travels_where_it_is_not_installed(self):
        archive = pathlib.Path(self.cluster.yarn.folder) / "mammoth.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            for name in ("mapreduce-appmaster", "mapreduce-task"):
                tar.add(BIN / name, f"bin/{name}")
            tar.add(LIBRARY.parent / "libmammoth-mapreduce.so", "lib/libmammoth-mapreduce.so")
        self.cluster.hdfs.hdfs("dfs", "-put", archive, "/mammoth.tar.gz")
        self.cluster.put("a b a\n", "/travel/in/a.txt")
        self.succeed(self.cluster.example(
            "wordcount", "-Dmapreduce.job.program.dir=/nowhere",
            "-Dmapreduce.application.framework.path=/mammoth.tar.gz#mammoth", "/travel/in", "/travel/out"))
        self.assertEqual(self.cluster.files("/travel/out")["part-r-00000"], b"a\t2\nb\t1\n")

    def test_programs_as_mapper_and_reducer(self):
        self.cluster.put("b\na\nb\n", "/stream/in/a.txt")
        script = pathlib.Path(self.cluster.yarn.folder) / "twice.sh"
        script.write_text("#!/bin/sh\necho reporter:counter:Mine,Calls,1 >&2\nsed 's/$/!/'\n")
        script.chmod(0o755)
        console = self.succeed(self.cluster.mapred(
            "streaming", "-files", script, "-input", "/stream/in", "-output", "/stream/out", "-mapper", "twice.sh",
            "-reducer", "uniq -c"))
        self.assertEqual(self.cluster.files("/stream/out")["part-00000"].split(), [b"1", b"a!", b"2", b"b!"])
        self.assertEqual(self.counter(console, "Calls"), 1)


def wait_for_tasks(cluster, count=1, seconds=60):
    wait_until(lambda: len(cluster.tasks()) >= count, seconds, f"{count} running tasks")
    return cluster.tasks()
