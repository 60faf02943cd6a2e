"""What Apache's shell answers on Apache's cluster to every line of shell_commands.py, recorded by shell_reference/record
and kept beside it: a file for each section, a line of JSON for each step.

    {"step": "-mkdir /mkdir", "exit": 1, "out": "", "err": "mkdir: `/mkdir': File exists\\n"}
    {"step": "!read out.txt", "is": "hello, world\\n"}
"""
import json
import pathlib

import shell_commands

FOLDER = pathlib.Path(__file__).resolve().parent / "shell_reference"


def row(step, answer):
    if step.kind == "command":
        return {"step": step.text} | dict(zip(("exit", "out", "err"), answer))
    return {"step": step.text, "is": answer}


def write(answers):
    """`answers` maps (section, number) to what Party.answer() says."""
    for old in FOLDER.glob("*.jsonl"):
        old.unlink()
    for section in shell_commands.SECTIONS:
        rows = [row(step, answers[section, number]) for number, step in enumerate(shell_commands.steps(section))]
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
        (FOLDER / f"{section}.jsonl").write_text(text, encoding="utf-8")


def read():
    """The same mapping. A line that was not recorded, or was another then, has no answer."""
    answers = {}
    for section in shell_commands.SECTIONS:
        path = FOLDER / f"{section}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
        for number, (step, each) in enumerate(zip(shell_commands.steps(section), rows)):
            if step.text != each["step"]:
                break  # what follows stood on other ground
            answers[section, number] = each["is"] if "is" in each else (each["exit"], each["out"], each["err"])
    return answers
