"""Every line of shell_commands.py, answered by Apache's shell and ours on Apache's cluster and ours.

Apache's shell on Apache's cluster is right by definition. Its answers are recorded (shell_reference/record), so that
the two shells on our cluster are compared without Apache's daemons; with MAMMOTH_SHELL=live those run too, and all
four combinations are compared:

    MAMMOTH_SHELL=live python3 tests/support/run_python_tests.py tests/interop/shell_comparison_test.py
"""
import getpass
import os
import unittest

import shell_commands
import shell_reference
from apache import ApacheCluster
from mini_cluster import MiniCluster
from shell_parties import APACHE, OURS, ApacheShell, OurShell, answers_of, cluster_settings

LIVE = os.environ.get("MAMMOTH_SHELL") == "live"


def answers_on(cluster, whose):
    """What both shells answer on `cluster`."""
    with cluster:
        return {shell: answers_of(shell, cluster, whose) for shell in (ApacheShell, OurShell)}


@unittest.skipIf(getpass.getuser() != "root" and not LIVE, "the reference was recorded by root, whose name is in it")
class ShellTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.reference = shell_reference.read()
        cls.others = {}
        if LIVE:
            apache = answers_on(ApacheCluster(datanodes=1, **cluster_settings()), APACHE)
            cls.reference = apache[ApacheShell]
            cls.others["our shell on Apache's cluster"] = apache[OurShell]
        ours = answers_on(MiniCluster(datanodes=1, **cluster_settings()), OURS)
        cls.others["our shell on our cluster"] = ours[OurShell]
        cls.others["Apache's shell on our cluster"] = ours[ApacheShell]

    def check(self, section, number, step):
        expected = self.reference.get((section, number), "not recorded: run tests/interop/shell_reference/record")
        wrong = [f"{name}:\n{show(answers[section, number])}" for name, answers in self.others.items()
                 if answers[section, number] != expected]
        if wrong:
            self.fail("\n".join([step.text, "expected:", show(expected), *wrong]))


def show(answer):
    if not isinstance(answer, tuple):
        return f"  {answer!r}"
    return "\n".join(f"  {name}: {value!r}" for name, value in zip(("exit", "out", "err"), answer))


def add_tests():
    for section in shell_commands.SECTIONS:
        for number, step in enumerate(shell_commands.steps(section)):
            def test(self, section=section, number=number, step=step):
                self.check(section, number, step)
            test.__doc__ = step.text
            setattr(ShellTest, f"test_{section}_{number:03}", test)


add_tests()
