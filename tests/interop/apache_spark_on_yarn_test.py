"""Apache Spark, unmodified, on our ResourceManager, NodeManagers and HDFS, with its driver here and in a container."""
import collections
import math
import re
import unittest

import apache_spark
from apache import CLIENT_FLAGS
from mini_cluster import ROOT, MiniCluster, wait_until
from yarn_parties import YarnCluster

BOOK = ROOT / "deploy/books/alice29.txt"
LOOPBACK = {"SPARK_LOCAL_IP": "127.0.0.1"}
JAVA = " ".join(CLIENT_FLAGS)  # it lives for seconds


class ApacheSparkOnYarnTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.jars, cls.programs = apache_spark.jars(), apache_spark.programs()
        cls.hdfs = cls.enterClassContext(MiniCluster(datanodes=1))
        cls.cluster = cls.enterClassContext(YarnCluster(
            "ours", node_maker="ours", core_site={"fs.defaultFS": cls.hdfs.uri},
            yarn_site={"yarn.scheduler.minimum-allocation-mb": 256}))

    def submit(self, mode, *words):
        settings = {
            "spark.yarn.jars": f"local:{self.jars}/*", "spark.executor.instances": 2, "spark.executor.memory": "512m",
            "spark.driver.memory": "512m", "spark.yarn.am.memory": "512m", "spark.ui.enabled": "false",
            "spark.yarn.scheduler.heartbeat.interval-ms": 500,
            "spark.yarn.am.extraJavaOptions": JAVA, "spark.executor.extraJavaOptions": JAVA,
            "spark.driver.extraJavaOptions": JAVA,
            **{f"spark.yarn.appMasterEnv.{name}": value for name, value in LOOPBACK.items()},
            **{f"spark.executorEnv.{name}": value for name, value in LOOPBACK.items()}}
        options = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        java, *command = apache_spark.java("org.apache.spark.deploy.SparkSubmit", "--master", "yarn", "--deploy-mode", mode,
                                           *options, "--class", "SparkPrograms", self.programs, *words,
                                           path=[self.cluster.conf])
        done = self.cluster.run(java, *CLIENT_FLAGS, *command, env=self.cluster.environment | LOOPBACK, timeout=300)
        if done.returncode != 0:
            self.cluster.show_logs()
            print(self.cluster.logs("stderr")[-8000:])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def last_application(self):
        listed = self.cluster.cli("application", "-list", "-appStates", "ALL").stdout
        last = max(re.findall(r"application_\d+_\d+", listed))
        line = next(line for line in listed.splitlines() if line.startswith(last))
        return [field.strip() for field in line.split("\t")]

    def check_ended(self, name):
        """The last application did, and nothing of it is left. The client need not have waited for that."""
        wait_until(lambda: self.last_application()[5] == "FINISHED", 60, "the end of the application")
        fields = self.last_application()
        self.assertEqual((fields[1], fields[2], fields[6]), (name, "SPARK", "SUCCEEDED"))
        wait_until(lambda: not self.cluster.processes(), 60, "the end of all containers")
        staging = ("dfs", "-ls", "-C", ".sparkStaging")
        wait_until(lambda: not self.hdfs.hdfs(*staging).stdout, 60, "an empty staging folder")

    def test_pi_with_the_driver_here(self):
        done = self.submit("client", "pi", 8)
        found = re.search(r"^Pi is roughly (\d\.\d+)$", done.stdout, re.MULTILINE)
        self.assertTrue(found, done.stdout + done.stderr)
        self.assertLess(abs(float(found[1]) - math.pi), 0.02)
        self.check_ended("Test of pi")

    def test_words_with_the_driver_in_a_container(self):
        self.hdfs.hdfs("dfs", "-put", BOOK, "/alice.txt")
        done = self.submit("cluster", "words", "/alice.txt", "/counted")
        self.assertEqual(done.stdout, "")
        self.assertIn("Counted the words of /alice.txt\n", self.cluster.logs("stdout"))
        lines = self.hdfs.hdfs("dfs", "-cat", "/counted/part-*").stdout.splitlines()
        counted = {word: int(count) for word, count in (line.split("\t") for line in lines)}
        self.assertEqual(len(counted), len(lines))
        words = re.findall(r"[^ \t\n]+", BOOK.read_text(encoding="utf-8"))
        self.assertEqual(counted, collections.Counter(words))
        self.assertEqual(self.hdfs.hdfs("dfs", "-ls", "-C", "/counted/part-*", "/counted/_SUCCESS").stdout.split(),
                         ["/counted/part-00000", "/counted/part-00001", "/counted/_SUCCESS"])
        self.check_ended("SparkPrograms")


if __name__ == "__main__":
    unittest.main()
