"""What the workers of an engine are asked to do; a module of its own, so that they can import it."""

from __future__ import annotations

import os


def count(text: str) -> int:
    return len(text)


def refuse(_item: object) -> None:
    raise ValueError("不该如此")


def act(item: object) -> object:
    if item == "exit":
        os._exit(3)
    if item == "memory":
        return len(bytearray(1 << 30))
    return os.getpid() if item == "pid" else item
