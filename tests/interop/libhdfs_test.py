"""libhdfs.so as installed: a C program compiled outside of the tree, and pyarrow as it comes from PyPI."""
import ctypes
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

from mini_cluster import BIN, MiniCluster, ROOT

PYARROW = "26.0.1"
PYARROW_PROGRAM = r'''
import sys
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs
host, port = sys.argv[1], int(sys.argv[2])
hdfs = fs.HadoopFileSystem(host, port, replication=1)
hdfs.create_dir("/arrow/deep")
assert hdfs.get_file_info("/arrow").type == fs.FileType.Directory
assert hdfs.get_file_info("/none").type == fs.FileType.NotFound
table = pa.table({"number": list(range(200_000)), "text": [str(i) for i in range(200_000)]})
pq.write_table(table, "/arrow/table.parquet", filesystem=hdfs)
assert pq.read_table("/arrow/table.parquet", filesystem=hdfs).equals(table)
assert pq.read_table("/arrow/table.parquet", columns=["text"], filesystem=hdfs)["text"][77].as_py() == "77"
with hdfs.open_output_stream("/arrow/log") as out:
    out.write(b"first ")
with hdfs.open_append_stream("/arrow/log") as out:
    out.write(b"second")
with hdfs.open_input_file("/arrow/log") as file:
    assert file.size() == 12 and file.read_at(6, 6) == b"second"
    file.seek(1)
    assert file.read(4) == b"irst" and file.tell() == 5
hdfs.move("/arrow/log", "/arrow/deep/log")
found = hdfs.get_file_info(fs.FileSelector("/arrow", recursive=True))
assert sorted(each.path for each in found) == ["/arrow/deep", "/arrow/deep/log", "/arrow/table.parquet"], found
hdfs.copy_file("/arrow/deep/log", "/arrow/copy")
assert hdfs.open_input_stream("/arrow/copy").read() == b"first second"
hdfs.delete_file("/arrow/copy")
for missing in ("/arrow/copy", "/none/x"):
    try:
        hdfs.open_input_file(missing)
        raise SystemExit("opened " + missing)
    except FileNotFoundError:
        pass
hdfs.delete_dir("/arrow")
assert hdfs.get_file_info("/arrow").type == fs.FileType.NotFound
print("pyarrow", pa.__version__, "ok")
'''


class LibhdfsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.prefix = pathlib.Path(cls.folder.name) / "usr"
        subprocess.run(["cmake", "--install", BIN.parent, "--prefix", cls.prefix, "--component", "libhdfs"],
                       check=True, stdout=subprocess.DEVNULL)
        cls.cluster = MiniCluster(datanodes=2, replication=1)
        cls.data = os.urandom(100_000)
        (pathlib.Path(cls.folder.name) / "data").write_bytes(cls.data)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()
        cls.folder.cleanup()

    def environment(self, **more):
        return {**os.environ, "HADOOP_CONF_DIR": str(self.cluster.conf), "LD_LIBRARY_PATH": str(self.prefix / "lib"),
                **more}

    def test_only_the_symbols_of_hdfs_h(self):
        listed = subprocess.run(["nm", "-D", "--defined-only", self.prefix / "lib/libhdfs.so"], check=True,
                                capture_output=True, text=True).stdout.split("\n")
        names = {line.split()[-1] for line in listed if line}
        self.assertEqual({name for name in names if not name.startswith(("hdfs", "hadoopR"))}, set())
        self.assertGreater(len(names), 80)

    def test_a_c_program(self):
        program = pathlib.Path(self.folder.name) / "program"
        subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-o", program,
                        ROOT / "tests/interop/libhdfs_program.c", f"-I{self.prefix}/include", f"-L{self.prefix}/lib",
                        "-lhdfs"], check=True)
        done = subprocess.run([program, "127.0.0.1", str(self.cluster.namenode.port)], env=self.environment(),
                              cwd=self.folder.name, capture_output=True, text=True, timeout=50)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.split("\n")[:-1], ["ok reading", "ok opening", "ok namespace", "ok connecting"])

    def test_find_package_with_gcc(self):
        subprocess.run(["cmake", "--install", BIN.parent, "--prefix", self.prefix, "--component", "client"],
                       check=True, stdout=subprocess.DEVNULL)
        build = pathlib.Path(self.folder.name) / "hello"
        for step in (["-S", ROOT / "examples/hdfs_client", "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                      "-DCMAKE_CXX_COMPILER=g++"], ["--build", build]):
            done = subprocess.run(["cmake", *step], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = subprocess.run([build / "hello", "/greeting"], env=self.environment(), capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "Hello, elephant\n"), done.stderr)

    def test_hedged_reads(self):
        """A DataNode hangs: positional reads ask the other one after the threshold."""
        self.cluster.hdfs("dfs", "-D", "dfs.replication=2", "-put", f"{self.folder.name}/data", "/hedged")
        hdfs = ctypes.CDLL(self.prefix / "lib/libhdfs.so")
        for name in ("hdfsNewBuilder", "hdfsBuilderConnect", "hdfsOpenFile"):
            getattr(hdfs, name).restype = ctypes.c_void_p
        builder = ctypes.c_void_p(hdfs.hdfsNewBuilder())
        strings = (self.cluster.uri.encode(), b"dfs.client.hedged.read.threadpool.size", b"8",
                   b"dfs.client.hedged.read.threshold.millis", b"100")  # the builder does not copy them
        hdfs.hdfsBuilderSetNameNode(builder, strings[0])
        hdfs.hdfsBuilderConfSetStr(builder, *strings[1:3])
        hdfs.hdfsBuilderConfSetStr(builder, *strings[3:5])
        fs = ctypes.c_void_p(hdfs.hdfsBuilderConnect(builder))
        buffer = ctypes.create_string_buffer(len(self.data))
        metrics = ctypes.POINTER(ctypes.c_uint64)()

        def read_once():
            file = ctypes.c_void_p(hdfs.hdfsOpenFile(fs, b"/hedged", os.O_RDONLY, 0, ctypes.c_short(0), 0))
            begin = time.monotonic()
            self.assertEqual(hdfs.hdfsPread(fs, file, ctypes.c_int64(1), buffer, 50_000), 50_000)
            self.assertEqual(buffer.raw[:50_000], self.data[1:50_001])
            self.assertLess(time.monotonic() - begin, 8)
            hdfs.hdfsCloseFile(fs, file)
            self.assertEqual(hdfs.hdfsGetHedgedReadMetrics(fs, ctypes.byref(metrics)), 0)
            return metrics[0], metrics[1]

        read_once()
        for slow in self.cluster.datanodes * 10:  # which one is asked first is chance
            before = read_once()
            slow.pause()
            try:
                after = read_once()
            finally:
                slow.resume()
            if after > before:
                break
        self.assertGreater(after[0], before[0], "no second DataNode was asked")
        self.assertGreater(after[1], before[1], "the second DataNode did not win")
        hdfs.hdfsDisconnect(fs)

    def test_pyarrow(self):
        done = subprocess.run([pyarrow_python(), "-c", PYARROW_PROGRAM, "127.0.0.1", str(self.cluster.namenode.port)],
                              env=self.environment(ARROW_LIBHDFS_DIR=str(self.prefix / "lib"),
                                                   JAVA_HOME=str(self.prefix / "lib/no-jvm"),
                                                   CLASSPATH=str(self.cluster.conf)),
                              capture_output=True, text=True, timeout=50)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout, f"pyarrow {PYARROW} ok\n")


def pyarrow_python():
    """A Python that has pyarrow; kept for the next run."""
    folder = ROOT / f"build/peers/pyarrow-{PYARROW}"
    python = folder / "bin/python3"
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"pyarrow=={PYARROW}"], check=True)
        (folder / "done").touch()
    return python


if __name__ == "__main__":
    unittest.main()
