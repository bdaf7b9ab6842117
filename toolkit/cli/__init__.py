"""The command `reconcile`: parse, call, show. `main` is the only door; what fails becomes one line and an exit code.

Exit status (contract.md): 0 nothing to send back, 1 findings of severity error or units missing, 2 it could not run,
3 a fault of ours.
"""

from __future__ import annotations

import os
import sys

from toolkit.cli.language import language_of

_FAULT, _USAGE = 3, 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    if arguments is None and sys.getfilesystemencoding() == "ascii" and not sys.flags.utf8_mode:
        _begin_again()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def _begin_again() -> None:
    """Begin anew with names in UTF-8: where they are ASCII (LC_ALL=C, PYTHONUTF8=0) no file of ours can be named."""
    os.environ["PYTHONUTF8"] = "1"  # for the workers
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - this very program


def run(arguments: list[str]) -> int:  # noqa: PLR0911 - one way out for each kind of end
    """Run the command line and return its exit status; nothing but the status escapes."""
    import click

    from toolkit.cli.commands import build
    from toolkit.cli.language import Unasked
    from toolkit.errors import BrokenPromiseError, DefinitionError, ToolkitError
    from toolkit.messages import word

    lang = language_of(arguments, os.environ)
    try:
        status = build(lang).main(arguments, prog_name="reconcile", standalone_mode=False)
    except Unasked as error:
        from toolkit.cli.console import say_ours

        say_ours(error.ctx.get_help() if error.ctx is not None else "", err=True)
        return _USAGE
    except click.ClickException as error:
        from toolkit.cli.language import usage_sentence

        _say(usage_sentence(error, lang))
        return _USAGE
    except (click.Abort, KeyboardInterrupt):
        _say(word("cli", "interrupted", lang=lang))
        return _USAGE
    except BrokenPromiseError as error:
        return _our_fault(error, lang)
    except DefinitionError as error:
        _say(*(word("errors", error.code, error.facts, lang=lang).split("\n")))
        return _USAGE
    except ToolkitError as error:
        from toolkit.cli.advice import command_instead

        told = error.facts | {"command": command_instead(arguments, error.code, error.facts)}
        _say(word("errors", error.code, told, lang=lang))
        return _USAGE
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last line of defence: an office person never sees a traceback
        return _our_fault(error, lang)
    return status if isinstance(status, int) else 0


def _our_fault(error: BaseException, lang: str) -> int:
    from toolkit.cli.faultlog import write_fault_log
    from toolkit.messages import word

    _say(word("cli", "our-fault", {"log": str(write_fault_log(error))}, lang=lang))
    return _FAULT


def _say(*sentences: str) -> None:
    from toolkit.cli.console import say

    say(list(sentences), err=True)
