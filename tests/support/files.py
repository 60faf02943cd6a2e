"""Local files with reproducible content, compared by digest."""
import hashlib
import pathlib
import random


def make_file(path, length, seed=1):
    """A file of `length` bytes in which no two megabytes are the same."""
    source = random.Random(seed)
    with open(path, "wb") as file:
        for left in range(length, 0, -(1 << 20)):
            file.write(source.randbytes(min(left, 1 << 20)))
    return pathlib.Path(path)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def replicas(data_folder):
    """{block file name: digest} of what a DataNode has on this disk, finalized; checksum files too."""
    return {path.name: digest(path) for path in pathlib.Path(data_folder).glob("current/BP-*/current/finalized/**/blk_*")}
