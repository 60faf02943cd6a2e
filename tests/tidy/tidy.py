#!/usr/bin/env python3
"""The rules of the house, as a test.

Usage: tidy.py [ROOT]      checks the tree
       tidy.py --self-test checks that each rule finds its counter-example

Every finding names the file, the rule and the remedy.
"""
import pathlib
import re
import sys
import tempfile

FILE_LINES_MAX = 400
HEADER_LINES_MAX = 250
FUNCTION_LINES_MAX = 70
LINE_COLUMNS_MAX = 120  # .clang-format wraps at 100; this catches what it cannot wrap
PRODUCTS = ("common", "namenode", "datanode", "yarn", "mapreduce", "spark-core", "hdfs-cli", "httpfs")
SOURCES = (".h", ".cc")

# word -> remedy
BANNED = {
    r"\busing namespace std\s*;": "name what you use",
    r"\bTODO\b|\bFIXME\b|\bXXX\b": "open an issue, or do it now",
    r"\basio::detached\b": "let a TaskGroup own it",
    r"\bstd::endl\b": "write '\\n'; nothing here needs the flush",
    r"\bFRIEND_TEST\b": "inject the dependency and test through the public face",
    r"\bstd::cout\b|\bstd::cerr\b": "use common/base/log.h, or the sink the command was given",
    r"\bstrcpy\b|\bsprintf\b|\bgets\b": "use fmt or std::string",
    r"\bstd::async\b|\.detach\(\)": "threads have owners that join them",
    r"#\s*define\s+(?!TRY\b|CO_TRY\b)\w+": "write a function; TRY and CO_TRY are the only macros",
    r"\.\./shared|/work/": "the tree speaks of the product alone",
}
# what may be included only where
CONFINED = [
    (re.compile(r'#include [<"]rocksdb/'), ("namenode/store", "yarn/store"), "RocksDB is visible in namenode/store and yarn/store only"),
    (re.compile(r'#include ["<](google/protobuf/|common/protocol/)'),
     ("common/rpc", "common/transfer", "common/hdfs", "common/security", "common/yarn_tokens", "common/yarn",
      "namenode/rpc", "datanode/rpc",
      "datanode/report", "datanode/transfer", "datanode/recovery", "yarn/resource_manager/rpc",
      "yarn/node_manager/rpc", "yarn/cli", "mapreduce/umbilical", "mapreduce/history_server/client_", "mapreduce/app_master",
      "mapreduce/client"),
     "protobuf stays at the rim; convert there"),
    (re.compile(r"#include [<\"]boost/asio"),
     ("common/async", "common/net", "common/rpc", "common/transfer", "common/http", "common/hdfs",
      "common/security", "namenode/rpc", "namenode/web", "namenode/", "datanode/transfer", "datanode/report",
      "datanode/recovery", "datanode/rpc", "datanode/", "yarn/resource_manager/rpc",
      "yarn/node_manager/launch", "yarn/node_manager/localizer", "yarn/node_manager/logs",
      "yarn/node_manager/rpc"),
     "the core is synchronous; Asio stays in the shell"),
]
ASIO_FREE = ("namenode/namespace", "namenode/blocks", "namenode/store", "namenode/system", "datanode/replicas",
             "common/base", "common/io", "common/config", "hdfs-cli", "yarn/resource_manager/scheduler",
             "yarn/resource_manager/cluster", "yarn/node_manager/containers")


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.findings = []

    def report(self, path, rule, remedy):
        self.findings.append(f"{path}: {rule}\n    remedy: {remedy}")

    def sources(self, *tops):
        for top in tops:
            for path in sorted((self.root / top).rglob("*")):
                if path.suffix in SOURCES and path.is_file():
                    yield path.relative_to(self.root)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")


def room_of(path):
    parts = path.parts
    if parts[0] == "hdfs-cli":
        return "hdfs-cli"
    if parts[0] == "yarn" and len(parts) > 3:  # two daemons, each with rooms of its own
        return "/".join(parts[:3])
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def without_comments_and_strings(text):
    text = re.sub(r'R"(\w*)\((?:.|\n)*?\)\1"', lambda m: '""' + "\n" * m.group(0).count("\n"), text)
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    text = re.sub(r"'(?:\\.|[^'\\\n])'", "' '", text)
    text = re.sub(r"/\*(?:.|\n)*?\*/", lambda m: "\n" * m.group(0).count("\n"), text)
    return re.sub(r"//[^\n]*", "", text)


def check_sizes(tree):
    for path in tree.sources(*PRODUCTS, "tests"):
        lines = tree.text(path).splitlines()
        limit = HEADER_LINES_MAX if path.suffix == ".h" and path.parts[0] != "tests" else FILE_LINES_MAX
        if len(lines) > limit:
            tree.report(path, f"{len(lines)} lines, the limit is {limit}", "split it by question: where, who, how many")
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_COLUMNS_MAX:
                tree.report(f"{path}:{number}", f"{len(line)} columns", f"wrap at {LINE_COLUMNS_MAX} or less")


def check_functions(tree):
    """A body is a brace that opens after `)` (and qualifiers) at the indentation of a definition."""
    opening = re.compile(r"^(?P<indent>\s*)(?!namespace|class|struct|enum|union|extern)\S.*\)\s*"
                         r"(const|noexcept|override|final|->[^{;]*|:[^{;]*|\s)*\{\s*$")
    for path in tree.sources(*PRODUCTS):
        if path.suffix != ".cc":
            continue
        lines = without_comments_and_strings(tree.text(path)).splitlines()
        for start, line in enumerate(lines):
            match = opening.match(line)
            if not match or re.match(r"\s*(if|for|while|switch|else|\}|return|do)\b", line) or len(match["indent"]) > 2:
                continue
            closing = match["indent"] + "}"
            for end in range(start + 1, len(lines)):
                if lines[end].startswith(closing) and not lines[end].startswith(closing + " "):
                    if end - start + 1 > FUNCTION_LINES_MAX:
                        tree.report(f"{path}:{start + 1}", f"a function of {end - start + 1} lines, the limit is "
                                    f"{FUNCTION_LINES_MAX}", "name its steps and let each be a function")
                    break


def read_layers(tree):
    layers = {}
    for line in tree.text("tests/tidy/layers.txt").splitlines():
        line = line.split("#")[0].strip()
        if line:
            room, _, seen = line.partition("->")
            layers[room.strip()] = set(seen.split())
    return layers


def check_layers(tree):
    layers = read_layers(tree)
    for path in tree.sources(*PRODUCTS):
        room = room_of(path)
        if room not in layers:
            tree.report(path, f"room {room} is not in tests/tidy/layers.txt", "add its line, or put the file into a room")
            continue
        for include in re.findall(r'#include "([^"]+)"', tree.text(path)):
            top = include.split("/")[0]
            if top not in PRODUCTS:
                tree.report(path, f'includes "{include}"', "include from the root of the tree")
                continue
            target = room_of(pathlib.PurePath(include))
            if target != room and target not in layers[room]:
                tree.report(path, f"{room} may not include {target} ({include})", "includes go down only: tests/tidy/layers.txt")


def check_confined(tree):
    for path in tree.sources(*PRODUCTS):
        text = tree.text(path)
        for pattern, rooms, remedy in CONFINED:
            if pattern.search(text) and not str(path).startswith(rooms):
                tree.report(path, f"includes what is confined: {pattern.search(text).group(0)}", remedy)
        if str(path).startswith(ASIO_FREE) and re.search(r"boost/asio|common/async", text):
            tree.report(path, "Asio in the synchronous core", "move the waiting to the shell")


def check_banned(tree):
    for path in tree.sources(*PRODUCTS):
        text = tree.text(path)
        for pattern, remedy in BANNED.items():
            subject = text if "shared" in pattern or "TODO" in pattern else without_comments_and_strings(text)
            for match in re.finditer(pattern, subject):
                number = subject.count("\n", 0, match.start()) + 1
                tree.report(f"{path}:{number}", f"`{match.group(0)}`", remedy)


def check_headers(tree):
    for path in tree.sources(*PRODUCTS):
        if path.suffix != ".h" or path.name == "pch.h":
            continue
        text = tree.text(path)
        if "#pragma once" not in text:
            tree.report(path, "no #pragma once", "add it")
        head = text.split("#pragma once")[0]
        if len(head.replace("//", "").split()) < 3:
            tree.report(path, "a header without a contract", "say above #pragma once what it is for, who may call it, what it promises")


def check_methods(tree):
    """Each method bound in a protocol's table has a file of its own, named after it."""
    for table in tree.sources("namenode", "datanode"):
        match = re.fullmatch(r"(\w+)_protocol\.cc", table.name)
        if not match:
            continue
        for method, function in re.findall(r'\.bind\("(\w+)"[^;]*&\w+::(\w+)\)', tree.text(table)):
            names = (function, re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower())
            if not any((tree.root / table.parent / match[1] / f"{name}.cc").is_file() for name in names):
                tree.report(table, f"method {method} has no file {match[1]}/{function}.cc", "one method, one file")


CONFIG_KEY = re.compile(r'ConfigKey (k\w+)\{\s*"([^"]+)",((?:[^"}]|"[^"]*")*)\};')
NO_EFFECT = "No effect yet. "


def check_keys(tree):
    """A key that no program reads says so."""
    tables = "common/config/keys"
    text = "".join(tree.text(path) for path in tree.sources("common") if str(path).startswith(tables + "/"))
    readers = "".join(tree.text(path) for path in tree.sources(*PRODUCTS) if not str(path).startswith("common/config/"))
    for constant, name, rest in CONFIG_KEY.findall(text):
        only_choice = "KeyType::kChoice" in rest and rest.count('"') >= 2 and rest.rsplit('"', 2)[1].count("|") == 0
        read = (only_choice or re.search(rf"\b{constant}\b", readers) or f'"{name}"' in readers or f"${{{name}}}" in text
                or f'"{name.rstrip("*")}' in readers)
        if bool(read) == (NO_EFFECT in rest):
            tree.report(tables, f"{name} is {'read' if read else 'read by nobody'}",
                        f"begin its sentence with '{NO_EFFECT}' if and only if nobody reads it")


CHECKS = [check_keys, check_sizes, check_functions, check_layers, check_confined, check_banned, check_headers, check_methods]


def findings_of(root):
    tree = Tree(root)
    for check in CHECKS:
        check(tree)
    return tree.findings


COUNTER_EXAMPLES = {
    "namenode/namespace/a.cc": ('#include "datanode/replicas/b.h"\n', "may not include"),
    "namenode/namespace/b.cc": ("#include <rocksdb/db.h>\n", "confined"),
    "common/base/c.h": ("#pragma once\n", "without a contract"),
    "common/base/d.cc": ("int x;  // TODO later\n", "TODO"),
    "common/base/e.cc": ("int x;\n" * 401, "401 lines"),
    "common/base/f.cc": ("void f() {\n" + "  g();\n" * 80 + "}\n", "a function of 82 lines"),
    "namenode/rpc/client_protocol.cc": ('s.bind("mkdirs", kX, *this, &C::mkdirs);\n', "has no file client/mkdirs.cc"),
    "namenode/blocks/g.cc": ("#include <boost/asio.hpp>\n", "synchronous core"),
    "common/config/keys/i.h": ('inline constexpr ConfigKey kX{"x.y", KeyType::kInt, "", "1", "Does."};\n', "read by nobody"),
    "common/io/h.cc": ("#define LOOP(x) for(;;)\n", "TRY and CO_TRY"),
}


def self_test():
    layers = (pathlib.Path(__file__).parent / "layers.txt").read_text()
    for name, (text, expected) in COUNTER_EXAMPLES.items():
        with tempfile.TemporaryDirectory() as root:
            for file, content in {"tests/tidy/layers.txt": layers, name: text}.items():
                target = pathlib.Path(root) / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content)
            found = "\n".join(findings_of(root))
            if expected not in found:
                sys.exit(f"tidy does not find `{expected}` in {name}; it says:\n{found}")
    print(f"tidy: {len(COUNTER_EXAMPLES)} counter-examples found")


def main():
    if "--self-test" in sys.argv:
        return self_test()
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]
    findings = findings_of(root)
    for finding in findings:
        print(finding)
    if findings:
        sys.exit(f"tidy: {len(findings)} findings")
    print("tidy: clean")


if __name__ == "__main__":
    main()
