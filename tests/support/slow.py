"""Tests that take minutes: only `tests/run --all` runs them (it sets MAMMOTH_ALL_TESTS)."""
import os
import unittest

slow = unittest.skipUnless(os.environ.get("MAMMOTH_ALL_TESTS"), "takes minutes: tests/run --all")
