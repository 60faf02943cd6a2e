"""A disk of a few MiB, for tests of what happens when it is full."""
import subprocess
import unittest


def mount_small(folder, mebibytes, add_cleanup):
    """Makes `folder` such a disk until the cleanup; skips the test where nobody may mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "small", folder], check=False,
                          stderr=subprocess.DEVNULL)
    if done.returncode != 0:
        raise unittest.SkipTest("only root can mount a small disk")
    add_cleanup(subprocess.run, ["umount", "-l", folder], check=False)
