"""Hadoop's messages for tests that speak its protocols byte by byte: the .proto files, read and encoded.

    messages = Messages()
    messages.encode("MkdirsRequestProto", {"src": "/a", "masked": {"perm": 0o755}, "createParent": True})
    messages.decode("RpcResponseHeaderProto", data)["status"]      # enums are numbers
    messages.services["ClientNamenodeProtocolService"]["mkdirs"]   # "hadoop.hdfs.MkdirsRequestProto"
"""
import pathlib
import re
import struct

PROTOCOL = pathlib.Path(__file__).resolve().parents[2] / "common/protocol"
PACKAGES = ("hadoop.hdfs", "hadoop.common", "hadoop.hdfs.datanode", "hadoop.hdfs.namenode", "hadoop.yarn")
TOKEN = re.compile(r'"[^"]*"|[\w.]+|-\w+|[{}\[\]()<>;=,]')
FIXED = {"fixed32": "<I", "sfixed32": "<i", "float": "<f", "fixed64": "<Q", "sfixed64": "<q", "double": "<d"}
LABELS = ("required", "optional", "repeated")


def varint(number):
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def delimited(data):
    return varint(len(data)) + data


def take_varint(data, at):
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at


def take_delimited(data, at):
    length, at = take_varint(data, at)
    return data[at:at + length], at + length


class Field:
    def __init__(self, label, kind, name, number, scope):
        self.label, self.kind, self.name, self.number, self.scope = label, kind, name, number, scope


class Messages:
    def __init__(self, folder=PROTOCOL):
        self.messages, self.enums, self.services, self._packages = {}, {}, {}, {}
        for path in sorted(pathlib.Path(folder).rglob("*.proto")):
            text = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
            self._tokens = iter(TOKEN.findall(text))
            self._parse_file()
        for name, methods in self.services.items():
            self.services[name] = {method: self.resolve(request, self._packages[name])
                                   for method, request in methods.items()}

    def _until(self, end):
        found = []
        for token in self._tokens:
            if token == end:
                break
            found.append(token)
        return found

    def _parse_file(self):
        package = ""
        for token in self._tokens:
            if token == "package":
                package = self._until(";")[0]
            elif token == "message":
                self._parse_message(package)
            elif token == "enum":
                self._parse_enum(package)
            elif token == "service":
                self._parse_service(package)
            else:
                self._until(";")

    def _parse_message(self, scope):
        name = f"{scope}.{self._until('{')[0]}"
        fields = self.messages[name] = {}
        for token in self._tokens:
            if token == "}":
                return
            if token == "message":
                self._parse_message(name)
            elif token == "enum":
                self._parse_enum(name)
            elif token in LABELS:
                kind, field, _, number, *_ = self._until(";")
                fields[field] = Field(token, kind, field, int(number), name)
            else:
                self._until(";")  # a map, or something reserved

    def _parse_enum(self, scope):
        name = f"{scope}.{self._until('{')[0]}"
        rows = " ".join(self._until("}")).split(";")
        self.enums[name] = {row.split()[0]: int(row.split()[2], 0) for row in rows if "=" in row}

    def _parse_service(self, scope):
        name = self._until("{")[0]
        tokens = self._until("}")
        self.services[name] = {tokens[i + 1]: tokens[i + 3] for i, token in enumerate(tokens) if token == "rpc"}
        self._packages[name] = scope

    def resolve(self, name, scope=""):
        """The full name of a message or enum; a scalar's own."""
        parts = scope.split(".") if scope else []
        candidates = [".".join(parts[:count] + [name]) for count in range(len(parts), -1, -1)]
        for candidate in candidates + [f"{package}.{name}" for package in PACKAGES]:
            if candidate in self.messages or candidate in self.enums:
                return candidate
        return name

    def kind_of(self, field):
        return self.resolve(field.kind, field.scope)

    def encode(self, name, values):
        """`values`: a message as a dictionary; whoever gives bytes for a message has encoded it himself."""
        fields = self.messages[self.resolve(name)]
        out = b""
        for key, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                out += self._encode_field(fields[key], one)
        return out

    def _encode_field(self, field, value):
        kind = self.kind_of(field)
        if kind in self.messages:
            value = value if isinstance(value, bytes) else self.encode(kind, value)
        if isinstance(value, str) and kind in self.enums:
            value = self.enums[kind][value]
        if isinstance(value, str):
            value = value.encode()
        if isinstance(value, bytes):
            return varint(field.number << 3 | 2) + delimited(value)
        if kind in FIXED:
            packed = struct.pack(FIXED[kind], value)
            return varint(field.number << 3 | (5 if len(packed) == 4 else 1)) + packed
        if kind in ("sint32", "sint64"):
            value = value << 1 ^ value >> 63
        return varint(field.number << 3) + varint(value)

    def decode(self, name, data):
        """Fields that occur; a repeated one is a list, strings are bytes, messages inside are bytes too."""
        by_number = {field.number: field for field in self.messages[self.resolve(name)].values()}
        found, at = {}, 0
        while at < len(data):
            tag, at = take_varint(data, at)
            if tag & 7 == 2:
                value, at = take_delimited(data, at)
            elif tag & 7 == 0:
                value, at = take_varint(data, at)
            else:
                size = 8 if tag & 7 == 1 else 4
                value, at = data[at:at + size], at + size
            field = by_number.get(tag >> 3)
            if field is None:
                continue
            if field.label == "repeated":
                found.setdefault(field.name, []).append(value)
            else:
                found[field.name] = value
        return found
