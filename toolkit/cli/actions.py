"""What each command does: read the options into values, call the kernel, show what came of it."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.cli.advice import latest_named
from toolkit.cli.console import say
from toolkit.errors import UsageError
from toolkit.messages import word
from toolkit.model.formats import READ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.model import Sources
    from toolkit.regulations.profile import Profile
    from toolkit.tasks.again import Told
    from toolkit.tasks.campaign import Order, Ran

_NOT_CLEAN = 1

_WORKBOOK = ".xlsx"


def run_campaign(  # noqa: PLR0913 - one parameter an option of the contract
    *,
    lang: str,
    collected: str,
    profile: str | None,
    previous_cutoff: str | None,
    as_of: str | None,
    out: str | None,
    passwords: str | None,
    ledger_password_file: str | None,
    no_cache: bool,
    with_contacts: bool,
    engine: str,
    jobs: int | None,
    quiet: bool,
    no_progress: bool,
    **sources: Any,
) -> int:
    """Do the main job and say what came of it; return the exit status."""
    from toolkit.tasks import again
    from toolkit.tasks.campaign import Order, target_of
    from toolkit.tasks.near import see_that_none_lies_beside
    from toolkit.tasks.passwords import words_in
    from toolkit.tasks.safeguards import see_that_nothing_is_lost

    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    named = _named(profile, day, lang=lang)
    if named is None:
        see_that_none_lies_beside(Path(collected))
    order = Order(
        collected=Path(collected),
        as_of=day,
        profile=named,
        sources=_sources(sources, _password(ledger_password_file)),
        out=Path(out) if out else None,
        passwords=words_in(_existing("--passwords", Path(passwords))) if passwords else (),
        previous_cutoff=_date("--previous-cutoff", previous_cutoff),
        remember=not no_cache,
        with_contacts=with_contacts,
        engine=engine,
        jobs=jobs,
        lang=lang,
    )
    target = target_of(order.collected, order.out)
    see_that_nothing_is_lost(target, order.sources, order.as_of)
    mark = again.fingerprint(order, target)
    told = again.told_before(mark, target) or _carried_out(order, mark, quiet=quiet, bar=not (quiet or no_progress))
    if not quiet:
        say(told.lines)
    return told.status


def _carried_out(order: Order, mark: str | None, *, quiet: bool, bar: bool) -> Told:
    """Carry an order out; return what is to be said of it in the end."""
    from toolkit.cli.summary import summary
    from toolkit.tasks import again
    from toolkit.tasks.campaign import carry_out
    from toolkit.tasks.closing import gone_lines, in_use_lines, kept_lines, set_aside_lines

    lang = order.lang
    with _progress(lang, shown=bar) as step:
        ran = carry_out(order, on_progress=step)
    for line in (*in_use_lines(ran, lang=lang), *gone_lines(ran, lang=lang), *kept_lines(ran, lang=lang)):
        say([line], err=True)
    for line in set_aside_lines(ran, lang=lang):
        say([line], err=quiet)
    told = again.Told(tuple(summary(ran, lang=lang)), 0 if ran.clean else _NOT_CLEAN)
    again.remember(mark, order, ran, told)
    return told


def check_files(*, lang: str, files: tuple[str, ...], profile: str | None, as_of: str | None, explain: bool) -> int:
    """Check workbooks one by one as their unit would send them; return 1 when something must be corrected."""
    from toolkit.cli.checking import check_lines, must_change
    from toolkit.cli.explaining import explained_lines
    from toolkit.regulations.own_words import speaking
    from toolkit.tasks.near import see_that_none_lies_beside

    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    chosen = _named(profile, day, lang=lang)
    status = 0
    for name in files:
        path = Path(name)
        _existing("FILE", path)
        if chosen is None:
            see_that_none_lies_beside(path)
        ran = _checked(path, chosen, day)
        outcome = ran.outcome
        lines = check_lines(outcome, path.name, ran.profile, lang=lang)
        if explain:
            titles = {form.key: form.drawing.title for form in ran.profile.forms}
            with speaking(ran.profile.own):
                lines += explained_lines(outcome, titles, lang=lang)
        say(lines)
        accepted = any(entry.status in {"merged", "nil"} for entry in outcome.submissions)
        status = status or int(not accepted or must_change(outcome))
    return status


def _checked(path: Path, chosen: Profile | None, day: dt.date) -> Ran:
    """Check one file; one that tells no regulation is checked by any, for the reason why it cannot be read."""
    from toolkit.findings.definition import load_profile
    from toolkit.regulations.profile import profile_ids
    from toolkit.tasks.campaign import Order, judge

    order = Order(collected=path, as_of=day, profile=chosen, remember=False)
    try:
        return judge(order)
    except UsageError as error:
        if error.code != "no-profile-told":
            raise
        return judge(replace(order, profile=load_profile(profile_ids()[0])))


def _named(profile: str | None, day: dt.date, *, lang: str) -> Profile | None:
    """Return the regulation that was named, if one was; of several editions say which was taken, and why."""
    return _told(profile, day, lang=lang) if profile else None


def _told(profile: str, day: dt.date, *, lang: str) -> Profile:
    from toolkit.findings.editions import choose

    chosen = choose(profile, day)
    if chosen.among:
        others = [f"{one.folder.name}（{one.span}）" for one in chosen.among if one.folder.name != chosen.profile.id]
        facts = {"id": chosen.profile.id, "day": day.isoformat(), "others": others or ""}
        effective = chosen.profile.regulation.document.effective
        said = facts | {"effective": effective.isoformat() if effective else ""}
        say([word("cli", "edition-chosen", said, lang=lang)], err=True)
    else:
        say(_out_of_force(chosen.profile, day, lang=lang), err=True)
    return chosen.profile


def _out_of_force(profile: Profile, day: dt.date, *, lang: str) -> list[str]:
    """Say that a regulation that was named by itself is not in force on the day: not yet, or no longer."""
    paper = profile.regulation.document
    facts = {"id": profile.id, "day": day.isoformat()}
    if paper.effective and day < paper.effective:
        return [word("cli", "edition-not-yet", facts | {"effective": paper.effective.isoformat()}, lang=lang)]
    if paper.until and day > paper.until:
        return [word("cli", "edition-no-longer", facts | {"until": paper.until.isoformat()}, lang=lang)]
    return []


def show_rules(*, lang: str, profile: str | None, as_of: str | None) -> int:
    """Print the regulation, article by article, and how each is checked."""
    from toolkit.cli.ruletext import rule_lines
    from toolkit.regulations.profile import profile_ids

    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    for name in [profile] if profile else profile_ids():
        told = _named(name, day, lang=lang)
        say(rule_lines(told, lang=lang) if told else [])
    return 0


def prepare_forms(  # noqa: PLR0913 - one parameter an option
    *,
    lang: str,
    profile: str | None,
    units: str | None,
    previous: str | None,
    out: str,
    ledger_password_file: str | None,
    sources: bool,
    collected: str | None,
    as_of: str | None,
) -> int:
    """Write the workbooks to hand out: prefilled unit by unit, or one blank workbook a form, or the blank lists."""
    from toolkit.tasks.closing import aside_lines
    from toolkit.tasks.forms import hand_out, hand_out_lists

    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    if sources:
        if units or previous:
            raise UsageError("sources-alone")
        whose = _named(profile, day, lang=lang)
        came = Path(collected) if collected else None
        handed = hand_out_lists(Path(out), profile=whose, collected=came, lang=lang)
        say([word("cli", "prepared-lists", {"count": len(handed.names), "out": out}, lang=lang)])
        say(aside_lines(handed.set_aside, lang=lang))
        return 0
    if profile is None:
        raise UsageError("prepare-needs-profile")
    told = _told(profile, day, lang=lang)
    handed = hand_out(
        told,
        Path(out),
        year=day.year,
        units=_existing("--units", Path(units)) if units else None,
        previous=_existing("--previous", Path(previous)) if previous else None,
        password=_password(ledger_password_file),
        lang=lang,
    )
    say([word("cli", "prepared", {"count": len(handed.names), "out": out}, lang=lang)])
    say(aside_lines(handed.set_aside, lang=lang))
    if left := handed.left_out:
        say([word("cli", "prepared-without", {"count": len(left), "units": list(left)}, lang=lang)])
    return 0


def purge_ledger(  # noqa: PLR0913 - one parameter an option
    *, lang: str, ledger: str, out: str, profile: str | None, as_of: str | None, ledger_password_file: str | None
) -> int:
    """Write a ledger without the people of groups dissolved long ago, and say what was dropped."""
    from toolkit.cli.purging import purge_lines, purged
    from toolkit.tasks.closing import aside_lines
    from toolkit.tasks.forms import write_into

    password = _password(ledger_password_file)
    source = _existing("LEDGER", Path(ledger))
    if Path(out).exists() and Path(out).samefile(source):
        raise UsageError("purge-same-file", out=out)
    if Path(out).is_dir():
        raise UsageError("purge-into-folder", out=out, instead=str(Path(out) / "台账（清理后）.xlsx"))
    if Path(out).suffix.lower() != _WORKBOOK:
        raise UsageError("purge-no-workbook", out=out, instead=str(Path(out).with_suffix(_WORKBOOK)))
    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    years, found = purged(source, profile=profile, as_of=day, password=password)
    kept = write_into(Path(out).parent, {Path(out).name: found.workbook}, private=True)
    say([*purge_lines(found, out=out, years=years, lang=lang), *aside_lines(kept, lang=lang)])
    return 0


def examine_installation(*, lang: str) -> int:
    """Print one page on this installation; return 1 when something on it has to be put right."""
    from toolkit.tasks.doctor import lines, look

    checks = look()
    say(lines(checks, lang=lang))
    return int(any(check.grade == "bad" for check in checks))


def _sources(given: dict[str, Any], password: str) -> Sources:
    from toolkit.model import Sources

    paths: dict[str, Any] = {}
    for name, value in given.items():
        several = value if isinstance(value, tuple) else (value,)
        found = tuple(_existing(f"--{name}", Path(path)) for path in several if path)
        if isinstance(value, tuple):
            paths[name] = found
        elif found:
            paths[name] = found[0]
    return Sources(**paths, ledger_password=password)


def _existing(option: str, path: Path) -> Path:
    if path.is_dir() and option == "--previous":
        from toolkit.publish.earlier import LEDGERS, OURS

        within = sorted(str(file) for file in path.iterdir() if file.suffix.lower() in READ and file.name not in OURS)
        within = [str(path / name) for name in LEDGERS if (path / name).is_file()] or within
        raise UsageError("previous-folder", path=str(path), instead=latest_named(within))
    if path.is_dir():
        raise UsageError("file-is-folder", option=option, path=str(path))
    if not path.is_file():
        raise UsageError("file-missing", option=option, path=str(path))
    return path


def _date(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("bad-date", value=text, option=option) from None


def _password(name: str | None) -> str:
    from toolkit.tasks.passwords import password_in

    return password_in(_existing("--ledger-password-file", Path(name))) if name else ""


@contextmanager
def _progress(lang: str, *, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on a terminal; in a pipe there is none. The callback takes files done and files in all."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(word("cli", "progress-read", lang=lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
