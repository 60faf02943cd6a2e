"""How near the data path comes to what the machine can do, with everything in the page cache:

    python3 tests/bench/data_path.py [MiB]

A replica read through the DataNode beside a raw loopback connection fed by sendfile(2); the same read past the
DataNode beside pread(2); a file written to three DataNodes beside three files written by one process. Wall time says little on a machine that has other work; CPU seconds a GiB, of both ends
together, say more. The best of five rounds counts.
"""
import ctypes
import mmap
import multiprocessing
import os
import pathlib
import resource
import socket
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cluster"))
from mini_cluster import BIN, MiniCluster, wait_until

PIECE = 1 << 20
ROUNDS = 5


def cpu():
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def page_aligned():
    """The kernel copies several times slower to an address a few bytes behind a page's begin."""
    return mmap.mmap(-1, PIECE)


def through_libhdfs(library, host_port, path, rounds):
    """A round: seconds, CPU seconds, bytes, those of them that came past the DataNode."""
    hdfs = ctypes.CDLL(library)
    hdfs.hdfsConnect.restype = hdfs.hdfsOpenFile.restype = ctypes.c_void_p
    fs = ctypes.c_void_p(hdfs.hdfsConnect(b"127.0.0.1", ctypes.c_uint16(host_port)))
    buffer = (ctypes.c_char * PIECE).from_buffer(page_aligned())
    results = []
    for _ in range(rounds):
        before, start = cpu(), time.monotonic()
        file = ctypes.c_void_p(hdfs.hdfsOpenFile(fs, path.encode(), os.O_RDONLY, 0, ctypes.c_short(0), 0))
        total = 0
        while (count := hdfs.hdfsRead(fs, file, buffer, PIECE)) > 0:
            total += count
        statistics = ctypes.POINTER(ctypes.c_uint64)()
        hdfs.hdfsFileGetReadStatistics(file, ctypes.byref(statistics))
        short_circuit = statistics[2]
        hdfs.hdfsFileFreeReadStatistics(statistics)
        hdfs.hdfsCloseFile(fs, file)
        results.append((time.monotonic() - start, cpu() - before, total, short_circuit))
    return results


def write_libhdfs(library, host_port, path, mib):
    hdfs = ctypes.CDLL(library)
    hdfs.hdfsConnect.restype = hdfs.hdfsOpenFile.restype = ctypes.c_void_p
    fs = ctypes.c_void_p(hdfs.hdfsConnect(b"127.0.0.1", ctypes.c_uint16(host_port)))
    buffer = (ctypes.c_char * PIECE).from_buffer(page_aligned())
    before, start = cpu(), time.monotonic()
    file = ctypes.c_void_p(hdfs.hdfsOpenFile(fs, path.encode(), os.O_WRONLY, 0, ctypes.c_short(3), 0))
    for _ in range(mib):
        assert hdfs.hdfsWrite(fs, file, buffer, PIECE) == PIECE
    assert hdfs.hdfsCloseFile(fs, file) == 0
    return time.monotonic() - start, cpu() - before


def in_process(environment, work, arguments, pipe):
    os.environ.update(environment)
    pipe.send(work(*arguments))


def measure(environment, work, *arguments):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=in_process,
                                                           args=(environment, work, arguments, theirs))
    process.start()
    result = ours.recv()
    process.join()
    return result


def send_raw(path, listener):
    connection, _ = listener.accept()
    with open(path, "rb") as file:
        connection.sendfile(file)
    connection.close()


def raw_loopback(path):
    listener = socket.create_server(("127.0.0.1", 0))
    sender = multiprocessing.Process(target=send_raw, args=(path, listener))
    before, start = cpu(), time.monotonic()
    sender.start()
    buffer = page_aligned()
    with socket.create_connection(listener.getsockname()) as connection:
        while connection.recv_into(buffer):
            pass
    sender.join()
    return time.monotonic() - start, cpu() - before


def raw_pread(path):
    buffer = page_aligned()
    before, start = cpu(), time.monotonic()
    with open(path, "rb", buffering=0) as file:
        while file.readinto(buffer):
            pass
    return time.monotonic() - start, cpu() - before


def raw_write(folder, mib):
    """Three copies, one after the other."""
    buffer = page_aligned()
    before, start = cpu(), time.monotonic()
    for copy in range(3):
        with open(pathlib.Path(folder) / f"copy{copy}", "wb", buffering=0) as file:
            for _ in range(mib):
                file.write(buffer)
    return time.monotonic() - start, cpu() - before


def pipeline_of_three(folder, library, mib):
    with MiniCluster(datanodes=3, replication=3) as cluster:
        raw = min(raw_write(folder, mib) for _ in range(ROUNDS))
        show("write, three files", mib, *raw)
        rounds = []
        for each in range(ROUNDS):
            before = sum(datanode.cpu_seconds() for datanode in cluster.datanodes)
            seconds, used = measure({"HADOOP_CONF_DIR": str(cluster.conf)}, write_libhdfs, library,
                                    cluster.namenode_port, f"/data{each}", mib)
            rounds.append((seconds, used + sum(datanode.cpu_seconds() for datanode in cluster.datanodes) - before))
            cluster.hdfs("dfs", "-rm", "-skipTrash", f"/data{each}")
            # The next round gets the pages of this one, as it is with the files before: a virtual machine's
            # memory costs several times as much when it is touched for the first time.
            wait_until(lambda: not any(list(cluster.data_folder(i).rglob("blk_*")) for i in range(3)), 60, "deletion")
        show("write, pipeline of three", mib, *min(rounds), raw)


def show(name, mib, seconds, cpu_seconds, reference=None):
    line = f"{name:34} {mib / seconds:7.0f} MiB/s {cpu_seconds / mib * 1024:6.3f} CPU-s/GiB"
    if reference:
        line += f"   {reference[0] / seconds:5.0%} of the speed, {reference[1] / cpu_seconds:5.0%} by CPU"
    print(line, flush=True)


def main():
    mib = int(sys.argv[1]) if len(sys.argv) > 1 else 512
    library = str(BIN.parent / "lib/libhdfs.so")
    with tempfile.TemporaryDirectory(dir=pathlib.Path.home()) as folder:
        site = {"dfs.domain.socket.path": f"{folder}/dn_PORT", "dfs.blocksize": "2g",
                "dfs.client.read.shortcircuit": "true"}
        with MiniCluster(datanodes=1, replication=1, hdfs_site=site) as cluster:
            local = pathlib.Path(folder) / "data"
            local.write_bytes(os.urandom(1 << 20) * mib)
            cluster.hdfs("dfs", "-put", local, "/data")
            replica, = [path for path in cluster.data_folder(0).rglob("blk_*") if path.suffix != ".meta"]
            port, datanode = cluster.namenode_port, cluster.datanodes[0]
            conf = pathlib.Path(folder) / "conf"
            conf.mkdir()

            def hdfs_site(**values):
                rows = "".join(f"<property><name>{name}</name><value>{value}</value></property>"
                               for name, value in values.items())
                (conf / "hdfs-site.xml").write_text(f"<configuration>{rows}</configuration>")
                return {"HADOOP_CONF_DIR": str(conf)}

            raw = min(raw_loopback(replica) for _ in range(ROUNDS))
            show("raw loopback, sendfile", mib, *raw)
            environment = hdfs_site()
            rounds = []
            for _ in range(ROUNDS):
                before = datanode.cpu_seconds()
                (seconds, used, total, short_circuit), = measure(environment, through_libhdfs, library, port, "/data", 1)
                assert (total, short_circuit) == (mib << 20, 0)
                rounds.append((seconds, used + datanode.cpu_seconds() - before))
            show("through the DataNode", mib, *min(rounds), raw)
            raw = min(raw_pread(replica) for _ in range(ROUNDS))
            show("pread", mib, *raw)
            for name, skip in (("short-circuit, verified", "false"), ("short-circuit, skip.checksum", "true")):
                environment = hdfs_site(**site, **{"dfs.client.read.shortcircuit.skip.checksum": skip})
                rounds = measure(environment, through_libhdfs, library, port, "/data", ROUNDS)
                assert all(total == short_circuit == mib << 20 for _, _, total, short_circuit in rounds), rounds
                show(name, mib, *min((seconds, used) for seconds, used, _, _ in rounds), raw)
        pipeline_of_three(folder, library, mib)


if __name__ == "__main__":
    main()
