"""`tail -f` while somebody else appends."""
from mini_cluster import wait_until


def followed(start, append, cluster, path):
    """What `start("-tail", "-f", …)` shows of `path`, a file of 2,000 bytes to which `append` adds twice."""
    content = b"".join(b"line %04d\n" % i for i in range(200))
    more = cluster.folder / "appended"
    shown = cluster.folder / "followed"
    more.write_bytes(content)
    append("-put", more, path)
    expected = content[-1024:]
    with open(shown, "wb") as out:
        reader = start("-tail", "-f", "-s", "200", path, stdout=out)
    try:
        for line in (b"", b"one more\n", b"and another\n"):
            if line:
                more.write_bytes(line)
                append("-appendToFile", more, path)
            expected += line
            wait_until(lambda: shown.stat().st_size >= len(expected), 60, f"{len(expected)} bytes of tail -f")
    finally:
        reader.terminate()
        reader.communicate()
    return shown.read_bytes(), expected
