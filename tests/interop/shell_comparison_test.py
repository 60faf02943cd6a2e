"""Every line of shell_commands.py, answered by Apache's shell and ours on Apache's cluster and ours.

Apache's shell on Apache's cluster is right by definition; the other three must print the same and exit
with the same code.
"""
import unittest

import shell_commands
from apache import ApacheCluster
from mini_cluster import MiniCluster
from shell_parties import ApacheShell, OurShell

TRASH = {"fs.trash.interval": 60}


def answers_on(cluster, whose):
    """What both shells answer on `cluster`, Apache's first."""
    result = {}
    with cluster:
        for shell in (ApacheShell, OurShell):
            party = shell(cluster, whose)
            try:
                result[party.name] = party.answers()
            finally:
                party.close()
    return result


class ShellTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        apache = answers_on(ApacheCluster(datanodes=1, core_site=TRASH), "Apache's")
        ours = answers_on(MiniCluster(datanodes=1, core_site=TRASH), "our")
        reference, *_ = apache.values()
        cls.reference = reference
        cls.others = dict(list(apache.items())[1:]) | ours

    def check(self, section, number, step):
        expected = self.reference[section, number]
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
