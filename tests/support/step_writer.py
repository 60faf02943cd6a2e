"""Writes a file step by step as its input says, with our client library: one command a line, one answer a line.

    step_writer.py LIBHDFS CONTENT PATH create|append REPLICATION
    write N   the next N bytes of the local file CONTENT
    skip N    passes over them
    hflush    hsync    close

The answer is "ok POSITION", or "error" and why. tests/interop/java/StepWriter.java is the same with Apache's client.
"""
import ctypes
import os
import sys


def main():
    library_path, content_path, path, mode, replication = sys.argv[1:]
    library = ctypes.CDLL(library_path)
    for name in ("hdfsNewBuilder", "hdfsBuilderConnect", "hdfsOpenFile"):
        getattr(library, name).restype = ctypes.c_void_p
    library.hdfsGetLastExceptionRootCause.restype = ctypes.c_char_p
    builder = ctypes.c_void_p(library.hdfsNewBuilder())
    library.hdfsBuilderSetNameNode(builder, b"default")
    fs = ctypes.c_void_p(library.hdfsBuilderConnect(builder))
    with open(content_path, "rb") as source:
        content = source.read()
    flags = os.O_WRONLY | (os.O_APPEND if mode == "append" else 0)
    file = ctypes.c_void_p(library.hdfsOpenFile(fs, path.encode(), flags, 0, ctypes.c_short(int(replication)), 0))
    position = 0

    def report(failed):
        why = (library.hdfsGetLastExceptionRootCause() or b"?").decode().replace("\n", " ")
        print(f"error {why}" if failed else f"ok {position}", flush=True)

    failed = not file
    report(failed)
    for line in sys.stdin:
        command, *count = line.split()
        if command == "write":
            piece = content[position:position + int(count[0])]
            failed = library.hdfsWrite(fs, file, piece, len(piece)) != len(piece)
            position += 0 if failed else len(piece)
        elif command == "skip":
            position += int(count[0])
        else:
            call = {"hflush": library.hdfsHFlush, "hsync": library.hdfsHSync, "close": library.hdfsCloseFile}[command]
            failed = call(fs, file) != 0
        report(failed)
        if command == "close":
            break


if __name__ == "__main__":
    main()
