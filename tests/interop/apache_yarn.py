"""Apache's YARN client from its Maven artefacts, and our small Java programs compiled against it."""
import os
import subprocess

from apache import CLIENT_FLAGS, FLAGS, HERE, PEERS, one_at_a_time


def jars():
    with one_at_a_time():
        return fetched_jars()


def fetched_jars():
    folder = PEERS / "apache-yarn-client-3.4.2"
    if not folder.exists():
        part = PEERS / "apache-yarn-client.part"
        subprocess.run(["mvn", "-q", "-B", "-f", HERE / "yarn/pom.xml", "dependency:copy-dependencies",
                        f"-DoutputDirectory={part}"], check=True)
        part.rename(folder)
    return folder


def classes():
    with one_at_a_time():
        sources = sorted((HERE / "yarn").glob("*.java"))
        target = PEERS / "yarn-classes"
        newest = max(source.stat().st_mtime for source in sources)
        if not target.exists() or target.stat().st_mtime < newest:
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["javac", "-nowarn", "-cp", f"{fetched_jars()}/*", "-d", target, *sources], check=True)
            os.utime(target)
        return target


def java(conf, *arguments):
    """The command line of one of our programs; `conf` is the folder of its configuration."""
    return ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{conf}:{classes()}:{jars()}/*", *map(str, arguments)]
