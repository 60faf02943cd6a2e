#!/usr/bin/env python3
"""Runs one file of unittest cases and prints `counts: PASSED FAILED SKIPPED` as its last line."""
import importlib.util
import pathlib
import sys
import unittest

here = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(here / "cluster"), str(here / "interop"), str(here / "support")]
path = pathlib.Path(sys.argv[1])
spec = importlib.util.spec_from_file_location(path.stem, path)
module = importlib.util.module_from_spec(spec)
sys.modules[path.stem] = module
spec.loader.exec_module(module)
suite = unittest.defaultTestLoader.loadTestsFromModule(module)
if len(sys.argv) > 2:
    suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[2:], module)
result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
passed = result.testsRun - bad - len(result.skipped)
if result.testsRun == 0:
    bad = 1
print(f"counts: {passed} {bad} {len(result.skipped)}")
sys.exit(bool(bad))
