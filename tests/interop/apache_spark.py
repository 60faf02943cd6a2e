"""Apache Spark as the judge: its jars, out of the pyspark package, in build/peers/pyspark.

`jars()` fetches the package once (450 MB) with pip; absent a network it raises unittest.SkipTest.
"""
import pathlib
import subprocess
import tarfile
import tempfile
import unittest

from apache import HERE, PEERS, one_at_a_time

MODULES = ("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
           "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.util.calendar")
FLAGS = ["-XX:+IgnoreUnrecognizedVMOptions", *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in MODULES)]


def jars():
    with one_at_a_time():
        folder = PEERS / "pyspark-jars"
        if not folder.exists():
            fetch(folder)
        return folder


def fetch(folder):
    with tempfile.TemporaryDirectory(dir=PEERS) as scratch:
        done = subprocess.run(["pip", "download", "-q", "--no-deps", "pyspark", "-d", scratch], capture_output=True,
                              text=True)
        if done.returncode:
            raise unittest.SkipTest(f"Apache Spark's package cannot be had: {done.stderr.strip().splitlines()[-1:]}")
        unpack(scratch, folder)


def unpack(scratch, folder):
    """The jars of the only archive in `scratch`."""
    archive, = pathlib.Path(scratch).glob("pyspark*.tar.gz")
    part = PEERS / "pyspark.part"
    part.mkdir(exist_ok=True)
    with tarfile.open(archive) as files:
        for member in files:
            if "/deps/jars/" in member.name and member.isfile():
                (part / member.name.rpartition("/")[2]).write_bytes(files.extractfile(member).read())
    part.rename(folder)


def java(main, *words, memory="1g", path=()):
    return ["java", *FLAGS, f"-Xmx{memory}", "-cp", ":".join([*map(str, path), f"{jars()}/*"]), main,
            *map(str, words)]


def programs():
    """A jar with our program for Spark, compiled against its jars."""
    spark = jars()
    with one_at_a_time():
        source, target = HERE / "spark/SparkPrograms.java", PEERS / "spark-programs.jar"
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with tempfile.TemporaryDirectory(dir=PEERS) as scratch:
                subprocess.run(["javac", "-nowarn", "-cp", f"{spark}/*", "-d", f"{scratch}/classes", source], check=True)
                subprocess.run(["jar", "cf", f"{scratch}/jar", "-C", f"{scratch}/classes", "."], check=True)
                pathlib.Path(scratch, "jar").rename(target)
        return target
