"""Apache's own shell cases (testHDFSConf.xml and its like, from the tests of hadoop-hdfs), run by our commands.

A case is a list of commands, a list of comparators on what the last one wrote, and commands that clean up. The files
say NAMENODE, USERNAME, CLITEST_DATA and #LF# where the cluster, the user, a folder and a line feed belong.
"""
import dataclasses
import re
import subprocess
import xml.etree.ElementTree

PROGRAMS = {"command": "dfs", "dfs-admin-command": "dfsadmin", "cache-admin-command": "cacheadmin",
            "ec-admin-command": "ec", "crypto-admin-command": "crypto"}
WORDS = re.compile(r"'([^']*)'|\"([^\"]*)\"|(\S+)")
LINE = re.compile(r"[^\n\r]+")

COMPARATORS = {
    "ExactComparator": lambda actual, expected: actual == expected,
    "ExactLineComparator": lambda actual, expected: expected in LINE.findall(actual),
    "RegexpComparator": lambda actual, expected: any(re.fullmatch(expected, line) for line in LINE.findall(actual)),
    "RegexpAcrossOutputComparator": lambda actual, expected: re.search(expected, actual) is not None,
    "SubstringComparator": lambda actual, expected: expected in actual,
    "TokenComparator": lambda actual, expected: all(word in actual for word in re.findall(r"[^,\n\r]+", expected)),
}


@dataclasses.dataclass
class Case:
    title: str
    commands: list  # of (program, line)
    cleanup: list
    checks: list  # of (comparator, expected text, exit code or None)


def commands(node):
    return [] if node is None else [(PROGRAMS[child.tag], child.text or "") for child in node]


def check(node):
    code = node.findtext("expected-exit-code")
    return node.findtext("type").strip(), node.findtext("expected-output") or "", None if code is None else int(code)


def read_cases(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    return [Case(node.findtext("description") or "", commands(node.find("test-commands")),
                 commands(node.find("cleanup-commands")), [check(each) for each in node.iter("comparator")])
            for node in root.iter("test")]


class Shell:
    """`words` maps what the files say to what is meant."""

    def __init__(self, cluster, program, words, folder):
        self.cluster, self.program, self.words, self.folder = cluster, program, words, folder

    def expand(self, text):
        for word, meaning in self.words.items():
            text = text.replace(word, meaning)
        return text

    def run(self, tool, line):
        arguments = ["".join(found) for found in WORDS.findall(line)]
        return self.cluster.run(self.program, tool, *map(self.expand, arguments), stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, capture_output=False, stdin=subprocess.DEVNULL,
                                cwd=self.folder, errors="replace")

    def failure(self, case):
        """None when the case passes; else what was expected and what came."""
        result = None
        for tool, line in case.commands:
            result = self.run(tool, line)
        complaint = next(filter(None, (self.complaint(each, result) for each in case.checks)), None)
        for tool, line in case.cleanup:
            self.run(tool, line)
        return complaint and f"{[line for _, line in case.commands]}\n{complaint}"

    def complaint(self, wanted, result):
        kind, expected, code = wanted
        if kind == "none":
            return None
        expected = self.expand(expected)
        if not COMPARATORS[kind](result.stdout, expected):
            return f"{kind}: {expected!r}\n     came: {result.stdout!r}"
        if code is not None and code != result.returncode:
            return f"exit code {code}, came {result.returncode}"
        return None
