"""Apache's MapReduce on our HDFS and a YarnCluster: the class that tests with such jobs begin with."""
import os
import unittest

from apache import CLIENT_FLAGS, FLAGS
from mini_cluster import Daemon, MiniCluster, free_port, write_site_xml
from yarn_parties import YarnCluster, mapreduce_jars

OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED"
NODE = "apache" if os.environ.get("MAMMOTH_SUBJECT") == "apache" else "ours"


class MapReduceCase(unittest.TestCase):
    YARN_SITE = {}

    @classmethod
    def setUpClass(cls):
        cls.jars = mapreduce_jars()
        cls.hdfs = cls.enterClassContext(MiniCluster(datanodes=1))
        cls.cluster = cls.enterClassContext(YarnCluster(
            "ours", node_maker=NODE, core_site={"fs.defaultFS": cls.hdfs.uri},
            yarn_site={"yarn.nodemanager.aux-services": "mapreduce_shuffle", "mapreduce.shuffle.port": free_port(),
                       "yarn.scheduler.minimum-allocation-mb": 512} | cls.YARN_SITE))
        conf, port = cls.cluster.conf, free_port()
        write_site_xml(conf / "mapred-site.xml", {
            "mapreduce.framework.name": "yarn",
            "mapreduce.application.classpath": f"{cls.jars}/*",
            "yarn.app.mapreduce.am.resource.mb": 512, "mapreduce.map.memory.mb": 512, "mapreduce.reduce.memory.mb": 512,
            "yarn.app.mapreduce.am.command-opts": f"-Xmx300m {OPENS} {' '.join(CLIENT_FLAGS)}",
            "mapreduce.map.java.opts": f"-Xmx300m {OPENS} {' '.join(CLIENT_FLAGS)}",
            "mapreduce.reduce.java.opts": f"-Xmx300m {OPENS} {' '.join(CLIENT_FLAGS)}",
            "mapreduce.task.io.sort.mb": 16,
            "yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms": 200,
            "mapreduce.client.progressmonitor.pollinterval": 200,
            "mapreduce.jobhistory.move.interval-ms": 500,
            "mapreduce.jobhistory.address": f"127.0.0.1:{port}",
            "mapreduce.jobhistory.admin.address": f"127.0.0.1:{free_port()}",
            "mapreduce.jobhistory.webapp.address": f"127.0.0.1:{free_port()}"})
        # Nothing is kept: a job that is loaded while its files are being moved would for ever be reported with their old
        # paths.
        history = Daemon("historyserver", cls.java("org.apache.hadoop.mapreduce.v2.hs.JobHistoryServer",
                                                   "-D", "mapreduce.jobhistory.loadedjobs.cache.size=0"), port,
                         cls.cluster.folder / "historyserver.log", cls.cluster.environment)
        history.start()
        cls.addClassCleanup(history.kill)

    @classmethod
    def java(cls, main_class, *arguments):
        return ["java", *FLAGS, *CLIENT_FLAGS, f"-Duser.home={cls.cluster.folder}", "-cp",
                f"{cls.cluster.conf}:{cls.jars}/*", main_class, *map(str, arguments)]

    @classmethod
    def jar_command(cls, name, *arguments):
        """As `yarn jar NAME.jar`: the jar goes along as a PATTERN resource."""
        jar = next(cls.jars.glob(f"{name}-[0-9]*.jar"))
        return cls.java("org.apache.hadoop.util.RunJar", jar, *arguments)

    def run_jar(self, name, *arguments, timeout=300):
        done = self.cluster.run(*self.jar_command(name, *arguments), timeout=timeout)
        if done.returncode != 0:
            self.cluster.show_logs()
            print(self.cluster.logs("syslog")[-4000:], self.cluster.logs("stderr")[-2000:])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def example(self, *arguments):
        return self.run_jar("hadoop-mapreduce-examples", *arguments)
