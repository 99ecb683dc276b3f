"""The package by itself: with nothing else installed."""

import importlib.metadata
import importlib.resources
import pickle
import subprocess
import sys
import unittest

import keysieve

URL = "redis://app:kX93mLq0ZtWv@cache.internal:6379/0"


class Installed(unittest.TestCase):
    """What has to work with the standard library alone."""

    def test_metadata(self) -> None:
        self.assertEqual(importlib.metadata.version("keysieve"), keysieve.__version__)
        self.assertEqual(importlib.metadata.requires("keysieve"), ["tqdm>=4.66 ; extra == 'cli'"])
        files = {file.name for file in importlib.resources.files("keysieve").iterdir()}
        self.assertLessEqual({"py.typed", "_native.pyi"}, files)
        # Nothing lies about where all packages are.
        installed = importlib.metadata.files("keysieve") or []
        tops = {path.parts[0].partition("-")[0] for path in installed}
        self.assertEqual(tops - {".."}, {"keysieve"})

    def test_main_things(self) -> None:
        [finding] = keysieve.scan(URL)
        self.assertEqual(finding.secret(URL), "kX93mLq0ZtWv")
        self.assertEqual(pickle.loads(pickle.dumps(finding)), finding)
        self.assertNotIn("kX93", keysieve.redact(URL))
        self.assertNotIn("kX93", str(keysieve.redact_record({"url": URL})))
        scanner = keysieve.Scanner(disable=["redis-url-password"])
        self.assertEqual(pickle.loads(pickle.dumps(scanner)).scan(URL), [])

    def test_command_line(self) -> None:
        program = [sys.executable, "-m", "keysieve", "-"]
        done = subprocess.run(program, input=URL, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("redis-url-password", done.stdout)

    def test_every_module_says_what_it_misses(self) -> None:
        for name in ("pandas", "polars", "spark", "ray", "presidio"):
            with self.assertRaises(ModuleNotFoundError):
                importlib.import_module(f"keysieve.{name}")
        importlib.import_module("keysieve.logging")


if __name__ == "__main__":
    unittest.main()
