"""Reconcile a university's register of QQ and WeChat groups: returned workbooks against last year's ledger.

The command line and the macros do what this module offers; nothing here writes a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.findings.definition import load_profile
    from toolkit.model import Finding, Ledger, Outcome, Sources, Submission
    from toolkit.pipeline import reconcile
    from toolkit.regulations.profile import Profile

__version__ = "0.3.0"
__all__ = ["Finding", "Ledger", "Outcome", "Profile", "Sources", "Submission", "load_profile", "reconcile"]

_HOMES = {
    "Finding": "toolkit.model",
    "Ledger": "toolkit.model",
    "Outcome": "toolkit.model",
    "Submission": "toolkit.model",
    "Profile": "toolkit.regulations.profile",
    "load_profile": "toolkit.findings.definition",
    "Sources": "toolkit.model",
    "reconcile": "toolkit.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: `import toolkit` itself costs nothing (PEP 562)."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(_HOMES[name]), name)
