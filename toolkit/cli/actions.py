"""What each command does: read the options into values, call the kernel, show what came of it."""

from __future__ import annotations

import datetime as dt
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.errors import OutputError, UsageError
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from toolkit.model import Outcome
    from toolkit.pipeline import Sources
    from toolkit.regulations import Profile

_NOT_CLEAN = 1


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
    from toolkit.cache import prune, user_folder
    from toolkit.cli.summary import summary
    from toolkit.deliver import deliver
    from toolkit.pipeline import reconcile
    from toolkit.regulations import load_profile
    from toolkit.writing import output_folder, way_to

    if engine != "local":
        raise UsageError("engine-not-here", engine=engine)
    folder = Path(collected)
    target = _target(folder, out)
    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    password = _words("--ledger-password-file", ledger_password_file)[:1]
    given = _sources(sources, password)
    chosen = load_profile(profile) if profile else None
    cache = None if no_cache or given.ledger_password else user_folder()
    with output_folder(target) as place, _progress(lang, shown=not (quiet or no_progress)) as step:
        outcome = reconcile(
            folder,
            profile=chosen,
            as_of=day,
            sources=given,
            passwords=_words("--passwords", passwords),
            jobs=jobs,
            cache=cache,
            previous_cutoff=_date("--previous-cutoff", previous_cutoff),
            on_progress=step,
        )
        profile_used = chosen or load_profile(outcome.profile)
        files = deliver(
            outcome,
            profile_used,
            lang=lang,
            collected=way_to(folder, target),
            with_contacts=with_contacts,
            ledger_password=given.ledger_password,
            earlier=_earlier(target),
        )
        place.write(files)
    if cache is not None:
        prune(cache, now=time.time())
    if not quiet:
        institution = profile_used.regulation.institution.name
        click.echo("\n".join(summary(outcome, institution, target, lang=lang)))
    return _status(outcome)


def check_files(*, lang: str, files: tuple[str, ...], profile: str | None, as_of: str | None, explain: bool) -> int:
    """Check workbooks one by one as their unit would send them; return 1 when something must be corrected."""
    from toolkit.cli.checking import check_lines
    from toolkit.cli.explaining import explained_lines
    from toolkit.regulations import load_profile

    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    chosen = load_profile(profile) if profile else None
    status = 0
    for name in files:
        path = Path(name)
        _existing("FILE", path)
        outcome = _checked(path, chosen, day)
        lines = check_lines(outcome, path.name, lang=lang)
        if explain:
            titles = {form.key: form.drawing.title for form in (chosen or load_profile(outcome.profile)).forms}
            lines += explained_lines(outcome, titles, lang=lang)
        click.echo("\n".join(lines))
        accepted = any(entry.status in {"merged", "nil"} for entry in outcome.submissions)
        status = status or (_status(outcome) if accepted else _NOT_CLEAN)
    return status


def _checked(path: Path, chosen: Profile | None, day: dt.date) -> Outcome:
    """Check one file; one that tells no regulation is checked by any, for the reason why it cannot be read."""
    from toolkit.pipeline import reconcile
    from toolkit.regulations import load_profile, profile_ids

    try:
        return reconcile(path, profile=chosen, as_of=day)
    except UsageError as error:
        if error.code != "no-profile-told":
            raise
        return reconcile(path, profile=load_profile(profile_ids()[0]), as_of=day)


def show_rules(*, lang: str, profile: str | None) -> int:
    """Print the regulation, article by article, and how each is checked."""
    from toolkit.cli.ruletext import rule_lines
    from toolkit.regulations import load_profile, profile_ids

    for name in [profile] if profile else profile_ids():
        click.echo("\n".join(rule_lines(load_profile(name), lang=lang)))
    return 0


def prepare_forms(*, lang: str, profile: str, units: str | None, previous: str | None, out: str) -> int:
    """Write the workbooks to hand out: prefilled unit by unit, or one blank workbook a form."""
    from toolkit import roster
    from toolkit.prepare import prepare, units_left_out
    from toolkit.previous import load_previous
    from toolkit.regulations import load_profile
    from toolkit.sources import load_source

    told = load_profile(profile)
    listed = load_source("units", _existing("--units", Path(units)), roster.unit_index(None, told)) if units else None
    index = roster.unit_index(listed, told)
    before = load_previous(_existing("--previous", Path(previous)), told, index) if previous else None
    year = dt.datetime.now().astimezone().year
    files = prepare(told, year=year, units=listed, previous=before, lang=lang)
    _write_into(Path(out), files)
    click.echo(word("cli", "prepared", {"count": len(files), "out": out}, lang=lang))
    if left := units_left_out(listed, before):
        click.echo(word("cli", "prepared-without", {"count": len(left), "units": list(left)}, lang=lang))
    return 0


def purge_ledger(  # noqa: PLR0913 - one parameter an option
    *, lang: str, ledger: str, out: str, profile: str | None, as_of: str | None, ledger_password_file: str | None
) -> int:
    """Write a ledger without the people of groups dissolved long ago, and say what was dropped."""
    from toolkit.cli.purging import purge_lines, purged

    password = _words("--ledger-password-file", ledger_password_file)[:1]
    source = _existing("LEDGER", Path(ledger))
    if Path(out).resolve() == source.resolve():
        raise UsageError("purge-same-file", out=out)
    day = _date("--as-of", as_of) or dt.datetime.now().astimezone().date()
    years, found = purged(source, profile=profile, as_of=day, password=password[0] if password else "")
    _write_into(Path(out).parent, {Path(out).name: found.workbook})
    click.echo("\n".join(purge_lines(found, out=out, years=years, lang=lang)))
    return 0


def _write_into(target: Path, files: Mapping[str, bytes]) -> None:
    try:
        for name, content in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise OutputError("output-not-writable", out=str(target), detail=error.strerror or "") from None


def _status(outcome: Outcome) -> int:
    wrong = any(finding.severity == "error" for finding in outcome.findings)
    missing = any(unit.status in {"missing", "returned"} for unit in outcome.units)
    return _NOT_CLEAN if wrong or missing else 0


def _target(folder: Path, out: str | None) -> Path:
    if not folder.exists():
        raise UsageError("collected-missing", path=str(folder))
    real = folder.resolve()
    target = Path(out) if out else real.parent / "对账结果"
    if real.is_dir() and (target.resolve() == real or real in target.resolve().parents):
        raise UsageError("output-inside-collected", out=str(target))
    return target


def _earlier(target: Path) -> bytes | None:
    """Return the outcome of the round before where its output still stands; what cannot be read counts as none."""
    from toolkit.writing import OUTCOME

    try:
        return (target / OUTCOME).read_bytes()
    except OSError:
        return None


def _sources(given: dict[str, Any], password: tuple[str, ...]) -> Sources:
    from toolkit.pipeline import Sources

    paths: dict[str, Any] = {}
    for name, value in given.items():
        several = value if isinstance(value, tuple) else (value,)
        found = tuple(_existing(f"--{name}", Path(path)) for path in several if path)
        if isinstance(value, tuple):
            paths[name] = found
        elif found:
            paths[name] = found[0]
    return Sources(**paths, ledger_password=password[0] if password else "")


def _existing(option: str, path: Path) -> Path:
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


def _words(option: str, name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    path = _existing(option, Path(name))
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError("password-file-unreadable", path=name) from None
    return tuple(line for line in lines if line)


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
