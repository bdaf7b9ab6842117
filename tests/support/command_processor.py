"""How the command processor of Windows reads a batch file, as far as a launcher needs it: its phases, in their order.

    explorer(launcher, items)        the command line that Explorer writes when items are dropped on a batch file
    Processor(...).run(batch)        carries the lines out; what was started stands in `started`, with its variables

Rules: Microsoft's `cmd /?` and `CommandLineToArgvW`, and the phases as they are described at
https://stackoverflow.com/a/4095133 (percent expansion, special signs, delayed expansion). No Windows was at hand: these
are the rules, not the program.
"""

from __future__ import annotations

import ntpath
import re
from dataclasses import dataclass, field

_PARAMETER = re.compile(r"%(%|~(?P<parts>[dpnxf]*)(?P<number>[0-9])|(?P<bare>[0-9])|(?P<name>[^%\s:]+)%)?")


def explorer(launcher: str, items: list[str]) -> str:
    """Return the command line: a path is quoted only where it has a space, and the whole once more."""
    quoted = [f'"{item}"' if " " in item else item for item in items]
    return f'C:\\Windows\\system32\\cmd.exe /c ""{launcher}" {" ".join(quoted)}"'


def commands(line: str) -> list[str]:
    """Part a line at the signs that part commands, outside quotation marks; ^ takes the meaning from the next sign."""
    found, quoted, kept = [""], False, iter(line)
    for sign in kept:
        if sign == "^" and not quoted:
            found[-1] += next(kept, "")
        elif sign in "&|<>" and not quoted:
            found.append("")
        else:
            quoted ^= sign == '"'
            found[-1] += sign
    return [one.strip() for one in found if one.strip()]


def words(command: str) -> list[str]:
    """Part a command into the name of a program or batch file and its parameters, as the processor numbers them."""
    return re.findall(r'(?:"[^"]*"|[^\s"=,;])+', command)


def arguments(line: str) -> list[str]:
    """Part a command line as every C program does: backslashes count only before a quotation mark."""
    found: list[str] = []
    rest = line.strip()
    while rest:
        word, quoted, place = "", False, 0
        while place < len(rest) and (quoted or rest[place] not in " \t"):
            slashes = len(rest[place:]) - len(rest[place:].lstrip("\\"))
            after = rest[place + slashes : place + slashes + 1]
            if after == '"':
                word += "\\" * (slashes // 2) + ('"' if slashes % 2 else "")
                quoted ^= not slashes % 2
                place += slashes + 1
            elif slashes:
                word += "\\" * slashes
                place += slashes
            else:
                word += rest[place]
                place += 1
        found.append(word)
        rest = rest[place:].lstrip()
    return found


@dataclass
class Processor:
    """A command processor that was started with a command line."""

    line: str
    variables: dict[str, str] = field(default_factory=dict)
    delayed: bool = False
    started: list[tuple[list[str], dict[str, str]]] = field(default_factory=list)
    ended: bool = False
    unknown: list[str] = field(default_factory=list)

    def open(self, batch: str) -> None:
        """Do what the command line says: the batch file, and whatever stands behind a sign that parts commands."""
        _, _, rest = self.line.partition("/c ")
        for number, command in enumerate(commands(rest[1:-1])):
            if self.ended:
                return
            if number:
                self.unknown.append(command)
            else:
                self.run(batch, words(command))

    def run(self, batch: str, parameters: list[str]) -> None:
        """Carry out the lines of a batch file."""
        for line in batch.split("\r\n"):
            if not self.ended:
                for command in commands(self._at_once(line.removeprefix("@"), parameters)):
                    self._do(command)

    def _at_once(self, line: str, parameters: list[str]) -> str:
        def put(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            number = found["number"] or found["bare"]
            if number:
                text = parameters[int(number)] if int(number) < len(parameters) else ""
                return self._parts(text.replace('"', ""), found["parts"] or "") if found["number"] else text
            return self.variables.get(found["name"] or "", "")

        return _PARAMETER.sub(put, line)

    def _parts(self, path: str, parts: str) -> str:
        drive, tail = ntpath.splitdrive(path)
        folder, name = ntpath.split(tail)
        stem, ending = ntpath.splitext(name)
        every = {"d": drive, "p": folder.rstrip("\\") + "\\", "n": stem, "x": ending, "f": path}
        return "".join(every[part] for part in parts) if parts else path

    def _late(self, text: str) -> str:
        if not self.delayed:
            return text
        known = {**self.variables, "cmdcmdline": self.line}
        return re.sub(r"!([^!]*)!?", lambda found: known.get(found[1], "") if found[0].endswith("!") else "", text)

    def _do(self, command: str) -> None:
        name = command.split(" ", maxsplit=1)[0].lower()
        if name == "setlocal":
            self.delayed = {"enabledelayedexpansion": True, "disabledelayedexpansion": False}[
                command.split()[1].lower()
            ]
        elif name == "set":
            key, _, value = self._late(command[4:].strip().removeprefix('"').removesuffix('"')).partition("=")
            self.variables[key] = value
        elif name == "exit":
            self.ended = True
        elif command.startswith('"'):
            self.started.append((arguments(self._late(command)), dict(self.variables)))
        elif name not in {"echo", "echo.", "chcp", "pause", "nul"}:
            self.unknown.append(command)
