"""The commands and their options, as `contract.md` fixes them; what each does stands in `actions`, imported late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.advice import latest_named
from toolkit.cli.console import say, say_ours
from toolkit.cli.excel import excel_group
from toolkit.cli.institution import institution_group
from toolkit.cli.language import LANGUAGES, SpokenCommand, SpokenGroup
from toolkit.cli.why import why_command
from toolkit.errors import UsageError
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = ("units", "observed", "notices", "approvals", "people", "classes", "received")


def build(lang: str) -> SpokenGroup:
    """Return the command `reconcile` with its help in `lang`."""
    group = SpokenGroup(
        lang=lang,
        name="reconcile",
        help=_say("about", lang),
        params=[_lang(lang), _version(lang), _help(lang)],
    )
    group.add_command(_command("run", _run_options(lang), _action("run_campaign"), lang))
    group.add_command(_command("check", _check_options(lang), _action("check_files"), lang))
    group.add_command(
        _command("rules", [_option(lang, "profile", metavar="ID"), _day(lang)], _action("show_rules"), lang)
    )
    group.add_command(_command("prepare", _prepare_options(lang), _action("prepare_forms"), lang))
    group.add_command(why_command(lang, lambda: [_lang(lang), _help(lang)]))
    group.add_command(_command("purge", _purge_options(lang), _action("purge_ledger"), lang))
    group.add_command(_command("doctor", [], _action("examine_installation"), lang))
    group.add_command(institution_group(lang, lambda: [_lang(lang), _help(lang)]))
    group.add_command(excel_group(lang, lambda: [_lang(lang), _help(lang)]))
    return group


def _command(name: str, params: list[click.Parameter], callback: Callable[..., int], lang: str) -> SpokenCommand:
    options = [*params, _lang(lang), _help(lang)]
    return SpokenCommand(
        lang=lang,
        name=name,
        help=_say(f"{name}-help", lang),
        params=options,
        callback=callback,
    )


def _run_options(lang: str) -> list[click.Parameter]:
    files = [_file(lang, name) for name in ("previous", *SOURCES)]
    return [
        click.Argument(["collected"], metavar="COLLECTED", required=True),
        _option(lang, "profile", metavar="ID"),
        *files,
        _option(lang, "decisions", metavar="FILE", multiple=True),
        _option(lang, "previous-cutoff", metavar="YYYY-MM-DD"),
        _option(lang, "as-of", metavar="YYYY-MM-DD"),
        _option(lang, "out", metavar="DIR"),
        _option(lang, "passwords", metavar="FILE"),
        _option(lang, "ledger-password-file", metavar="FILE"),
        _flag(lang, "no-cache"),
        _flag(lang, "with-contacts"),
        _option(lang, "engine", metavar="local|dask[://ADDRESS]|spark[://ADDRESS]", default="local"),
        _option(lang, "jobs", metavar="N", type=click.IntRange(min=1)),
        _flag(lang, "quiet"),
        _flag(lang, "no-progress"),
    ]


def _check_options(lang: str) -> list[click.Parameter]:
    return [
        click.Argument(["files"], metavar="FILE…", nargs=-1, required=True),
        _option(lang, "profile", metavar="ID"),
        _option(lang, "as-of", metavar="YYYY-MM-DD"),
        _flag(lang, "explain"),
    ]


def _prepare_options(lang: str) -> list[click.Parameter]:
    return [
        _option(lang, "profile", metavar="ID"),
        _file(lang, "units"),
        _file(lang, "previous"),
        _day(lang),
        _flag(lang, "sources"),
        click.Option(["--collected"], metavar="DIR", help=_say("opt-prepare-collected", lang)),
        click.Option(["--out"], metavar="DIR", required=True, help=_say("opt-prepare-out", lang)),
        click.Option(["--ledger-password-file"], metavar="FILE", help=_say("opt-prepare-password", lang)),
    ]


def _purge_options(lang: str) -> list[click.Parameter]:
    return [
        click.Argument(["ledger"], metavar="LEDGER", required=True),
        click.Option(["--out"], metavar="FILE", required=True, help=_say("opt-purge-out", lang)),
        _option(lang, "profile", metavar="ID"),
        click.Option(["--as-of"], metavar="YYYY-MM-DD", help=_say("opt-purge-as-of", lang)),
        _option(lang, "ledger-password-file", metavar="FILE"),
    ]


def _day(lang: str) -> click.Option:
    """Return the option that says of which day the edition is, where no verdict is given."""
    return click.Option(["--as-of"], metavar="YYYY-MM-DD", help=_say("opt-edition-as-of", lang))


def _option(lang: str, name: str, **attributes: Any) -> click.Option:
    return click.Option([f"--{name}"], help=_say(f"opt-{name}", lang), **attributes)


def _file(lang: str, name: str) -> click.Option:
    """Return an option that takes one file, and refuses a second where another would let the last one win."""
    return _option(lang, name, metavar="FILE", multiple=True, callback=_only_one)


def _only_one(_ctx: click.Context, option: click.Parameter, files: tuple[str, ...]) -> str | None:
    if len(files) > 1:
        code = "previous-twice" if option.name == "previous" else "option-twice"
        raise UsageError(code, option=option.opts[0], files=list(files), instead=latest_named(files))
    return files[0] if files else None


def _flag(lang: str, name: str) -> click.Option:
    return click.Option([f"--{name}"], is_flag=True, help=_say(f"opt-{name}", lang))


def _lang(lang: str) -> click.Option:
    return click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), default=lang, help=_say("opt-lang", lang), expose_value=False
    )


def _help(lang: str) -> click.Option:
    def show(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
        if asked and not ctx.resilient_parsing:
            say_ours(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=_say("opt-help", lang),
    )


def _version(lang: str) -> click.Option:
    def show(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
        if asked and not ctx.resilient_parsing:
            from toolkit.cli.version import version_lines

            say(version_lines(lang=lang))
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=_say("opt-version", lang)
    )


def _action(name: str) -> Callable[..., int]:
    @click.pass_context
    def call(ctx: click.Context, /, **options: Any) -> int:
        from toolkit.cli import actions

        assert isinstance(ctx.command, SpokenCommand)  # noqa: S101 - `_command` makes no other
        action: Callable[..., int] = getattr(actions, name)
        return action(lang=ctx.command.lang, **options)

    return call


def _say(code: str, lang: str) -> str:
    return word("cli", code, lang=lang)
