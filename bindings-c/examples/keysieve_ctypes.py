"""The C library from Python, with nothing but ctypes: prints the credentials in a file.

    python3 keysieve_ctypes.py FILE...

(The package `keysieve` is the way for Python; this shows how any language calls the library.)
"""

import ctypes
import ctypes.util
import os
import sys


class String(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(ctypes.c_char)), ("length", ctypes.c_size_t)]

    def __str__(self):
        return self.data[: self.length].decode()


class Span(ctypes.Structure):
    _fields_ = [("start", ctypes.c_uint64), ("end", ctypes.c_uint64)]


class Companion(ctypes.Structure):
    _fields_ = [("rule", ctypes.c_void_p), ("secret", Span)]


class Finding(ctypes.Structure):
    _fields_ = [
        ("rule", ctypes.c_void_p),
        ("secret", Span),
        ("redact", Span),
        ("text", ctypes.c_void_p),
        ("text_length", ctypes.c_size_t),
        ("text_secret", Span),
        ("text_match", Span),
        ("confidence", ctypes.c_uint8),
        ("validity", ctypes.c_uint8),
        ("layer_count", ctypes.c_uint8),
        ("companion_count", ctypes.c_uint8),
        ("evidence", ctypes.c_uint32),
        ("entropy", ctypes.c_uint32),
        ("finding_class", ctypes.c_uint8),
        ("reserved", ctypes.c_uint8 * 3),
        ("layers", ctypes.c_uint8 * 8),
        ("companions", Companion * 2),
        ("line", ctypes.c_uint64),
        ("column", ctypes.c_uint64),
    ]


OK, ERROR_ROOM = 0, -2

path = os.environ.get("KEYSIEVE_LIBRARY") or ctypes.util.find_library("keysieve")
library = ctypes.CDLL(path or "libkeysieve.so.0")
library.keysieve_ruleset_builtin.restype = ctypes.c_void_p
library.keysieve_rule_id.restype = String
library.keysieve_rule_id.argtypes = [ctypes.c_void_p]
library.keysieve_scan_into.restype = ctypes.c_int32
library.keysieve_scan_into.argtypes = [
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_size_t,
    ctypes.POINTER(Finding),
    ctypes.c_size_t,
    ctypes.POINTER(ctypes.c_size_t),
]


def scan(data, capacity=64):
    """Rule ids and spans of the credentials in some bytes."""
    findings, count = (Finding * capacity)(), ctypes.c_size_t()
    status = library.keysieve_scan_into(
        library.keysieve_ruleset_builtin(), data, len(data), findings, capacity, count
    )
    if status == ERROR_ROOM:
        return scan(data, count.value)
    if status != OK:
        raise RuntimeError(f"keysieve: status {status}")
    return [
        (str(library.keysieve_rule_id(f.rule)), f.secret.start, f.secret.end, f.confidence)
        for f in findings[: count.value]
    ]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            for rule, start, end, confidence in scan(file.read()):
                print(f"{name}: {rule} at {start}..{end}, confidence {confidence}")
