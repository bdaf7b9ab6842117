"""The language of the command line, and click's own complaints in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language asked for by `--lang`, else by RECONCILE_LANG, else Chinese.

    It is needed before the command line is parsed, because the help texts and the parser's complaints are in it.
    """
    asked = environment.get("RECONCILE_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in LANGUAGES else "zh"


def usage_sentence(error: click.ClickException, lang: str) -> str:
    """Return one line that says what is wrong with the command and where the help is."""
    context = getattr(error, "ctx", None)
    words = context.command_path.split(" ")[1:] if context is not None else []
    command = "".join(f"{word} " for word in words)
    if isinstance(error, click.NoSuchOption):
        return word("cli", "no-such-option", {"option": error.option_name, "command": command}, lang=lang)
    if isinstance(error, click.MissingParameter):
        name = _name_of(error.param)
        return word("cli", "missing-argument", {"name": name, "command": command}, lang=lang)
    if isinstance(error, click.BadParameter):
        name = _name_of(error.param)
        return word("cli", "bad-choice", {"name": name, "detail": _asked(error, lang), "command": command}, lang=lang)
    told = error.format_message()
    for code, pattern in _SAID_BY_CLICK.items():
        if found := pattern.search(told):
            return word("cli", code, {"name": found[1], "command": command}, lang=lang)
    return word("cli", "usage-error", {"detail": told, "command": command}, lang=lang)


_SAID_BY_CLICK = {
    "too-many-words": re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL),
    "option-wants-value": re.compile(r"Option '?(--?[\w-]+)'? requires"),
    "option-takes-none": re.compile(r"Option '?(--?[\w-]+)'? does not take"),
    "no-such-command": re.compile(r"No such command '(.*)'", re.DOTALL),
}
"""What click says in English, by the code of our sentence; of what it says otherwise we say only that it is wrong."""


def _name_of(parameter: click.Parameter | None) -> str:
    """Return a parameter as it is typed: --out, FILE."""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name if parameter is not None else ""


def _asked(error: click.BadParameter, lang: str) -> str:
    """Return what a parameter takes; click says it in English only."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return word("cli", "takes-one-of", {"choices": list(kind.choices)}, lang=lang)
    if isinstance(kind, click.IntRange):
        return word("cli", "takes-number", {"least": kind.min}, lang=lang)
    return error.message


class Unasked(click.UsageError):
    """Nothing was asked for: the help is the answer. Versions of click differ in what they do then."""


class SpokenGroup(click.Group):
    """A group whose help is in the reader's language, and which takes a folder where a command is expected.

    `reconcile COLLECTED …` is `reconcile run COLLECTED …`.
    """

    def __init__(self, *, lang: str, **attributes: object) -> None:
        """Keep the language beside click's own attributes."""
        attributes |= _spoken(lang) | {"subcommand_metavar": word("cli", "command-metavar", lang=lang)}
        super().__init__(**attributes, no_args_is_help=False)  # type: ignore[arg-type]  # click types its attributes one by one
        self.lang = lang

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `run` in front of arguments that name no command."""
        position = 0
        while position < len(args) and args[position].startswith("--lang"):
            position += 1 if "=" in args[position] else 2
        own = ("--help", "-h", "--version")
        rest = args[position:]
        if rest and "run" in self.commands and rest[0] not in self.commands and rest[0] not in own:
            args = [*args[:position], "run", *rest]
        parsed = super().parse_args(ctx, args)
        if not rest and not ctx.resilient_parsing:
            raise Unasked("", ctx)
        return parsed

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands under a heading in the reader's language."""
        rows = [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]
        with formatter.section(word("cli", "commands", lang=self.lang)):
            formatter.write_dl(rows)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options, then the commands."""
        _format_options(self, ctx, formatter, self.lang)
        self.format_commands(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _format_usage(self, ctx, formatter, self.lang)


class SpokenCommand(click.Command):
    """A command whose help is in the reader's language."""

    def __init__(self, *, lang: str, **attributes: object) -> None:
        """Keep the language beside click's own attributes."""
        attributes |= _spoken(lang)
        super().__init__(**attributes)  # type: ignore[arg-type]  # click types its attributes one by one
        self.lang = lang

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options."""
        _format_options(self, ctx, formatter, self.lang)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _format_usage(self, ctx, formatter, self.lang)


def _spoken(lang: str) -> dict[str, object]:
    """Return what commands and groups have in common: `--help` is ours, and its words are in the reader's language."""
    return {"add_help_option": False, "options_metavar": word("cli", "options-metavar", lang=lang)}


def _format_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, lang: str) -> None:
    rows = [row for row in (parameter.get_help_record(ctx) for parameter in _options(command, ctx)) if row]
    with formatter.section(word("cli", "options", lang=lang)):
        formatter.write_dl(rows)


def _options(command: click.Command, ctx: click.Context) -> list[click.Parameter]:
    return [parameter for parameter in command.get_params(ctx) if isinstance(parameter, click.Option)]


def _format_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, lang: str) -> None:
    prefix = word("cli", "usage", lang=lang) + ": "
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix)
