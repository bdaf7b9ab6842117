"""Plain values to a frozen dataclass; every key and value that does not fit is told, and left out to go on.

Pydantic does the checking (https://docs.pydantic.dev/latest/concepts/dataclasses/). What it finds is worded here by
what stands there: a bare `yes` where text is wanted, a full-width colon in a key, braces without quotation marks.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from toolkit.definitions.mistakes import nearest
from toolkit.definitions.source import Listed, Mapped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from pydantic_core import ErrorDetails

    from toolkit.definitions.source import Place, Source

T = TypeVar("T")
V = TypeVar("V")
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")
_ROUNDS = 20
_UNIONS = (Union, types.UnionType)
_PLAIN: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False, dt.date: dt.date(2000, 1, 1)}
_WANTED = (
    ("string_type", "text"),
    ("string_sub_type", "text"),
    ("int_", "int"),
    ("float_", "float"),
    ("bool_", "bool"),
    ("date_", "date"),
    ("is_instance", "date"),
    ("tuple_type", "list"),
    ("list_type", "list"),
    ("iterable_type", "list"),
    ("dict_type", "mapping"),
    ("mapping_type", "mapping"),
    ("dataclass_type", "mapping"),
    ("dataclass_exact_type", "mapping"),
)


def fit(source: Source, shape: type[T]) -> T | None:
    """Return the data of a file as `shape`, a dataclass or a mapping type; what did not fit was told and left out.

    None where nothing fits at all.
    """
    from pydantic import TypeAdapter, ValidationError

    adapter: TypeAdapter[T] = TypeAdapter(shape)
    _days_as_days(source, source.data, (), shape)
    for _ in range(_ROUNDS):
        try:
            return adapter.validate_python(source.data)
        except ValidationError as error:
            gone: set[Place] = set()
            faults = error.errors(include_url=False)
            strange = [fault for fault in faults if fault["type"] in _UNKNOWN]
            for fault in strange or faults:  # what stands under a misspelt key is not missing
                _settle(source, shape, fault, gone)
            _take_out(source, gone)
    return None


def keys_of(shape: Any) -> tuple[str, ...]:
    """Return the keys that may stand in a mapping of this shape; none where it is no dataclass."""
    told = _core(shape)
    return tuple(_types(told)) if dataclasses.is_dataclass(told) else ()


def _types(shape: Any) -> dict[str, Any]:
    """Return the type of each key of a dataclass."""
    return _types_of(shape)


@cache
def _types_of(shape: Hashable) -> dict[str, Any]:
    told: Any = shape
    hints = get_type_hints(told, include_extras=True)
    return {_alias(field): hints[field.name] for field in dataclasses.fields(told)}


def at(shape: Any, place: Iterable[int | str]) -> Any:
    """Return the type that stands at a place of a shape; `Any` where the shape says nothing of it."""
    here = shape
    for part in place:
        here = _core(here)
        if dataclasses.is_dataclass(here):
            here = _types(here).get(str(part), Any)
        elif get_origin(here) in (tuple, list):
            here = get_args(here)[0]
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        else:
            return Any
    return here


def _core(shape: Any) -> Any:
    """Return a type without its `| None`."""
    if get_origin(shape) in _UNIONS:
        left = [one for one in get_args(shape) if one is not type(None)]
        return left[0] if len(left) == 1 else shape
    return shape


def _alias(field: dataclasses.Field[Any]) -> str:
    return str(getattr(field.default, "alias", None) or field.name)


def _needed(shape: Any, name: str) -> bool:
    told = _core(shape)
    if not dataclasses.is_dataclass(told):
        return False
    found = next((one for one in dataclasses.fields(told) if _alias(one) == name), None)
    return found is not None and found.default is dataclasses.MISSING and found.default_factory is dataclasses.MISSING


def _days_as_days(source: Source, value: Any, place: Place, shape: Any) -> None:
    """Tell what stands where a day is wanted and is none: pydantic would take 2026 for seconds after 1970."""
    core = _core(shape)
    if core is dt.date:
        if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
            source.tell("wrong-date", *place, value=source.raw(place) or str(value))
            _put(source, place, None if core is not shape else _PLAIN[dt.date])
            source.mended.add(place)
    elif dataclasses.is_dataclass(core) and isinstance(value, Mapped):
        for name in [one for one in keys_of(core) if one in value]:
            _days_as_days(source, value[name], (*place, name), at(core, (name,)))
    elif get_origin(core) in (tuple, list) and isinstance(value, Listed):
        for number, item in enumerate(value):
            _days_as_days(source, item, (*place, number), get_args(core)[0])


def _settle(source: Source, shape: Any, fault: ErrorDetails, gone: set[Place]) -> None:
    """Tell one fault, and set its place right so that the next round goes further."""
    place = _in_data(source, fault["loc"], missing=fault["type"] == "missing")
    if place in gone:
        return
    if fault["type"] in _UNKNOWN:
        _unknown_key(source, shape, place)
        return
    owner, name = at(shape, place[:-1]), str(place[-1]) if place else ""
    if fault["type"] == "missing":
        if not source.is_mended(place):
            source.tell("missing-key", *place, name=name, keys=[one for one in keys_of(owner) if _needed(owner, one)])
        _put(source, place, _stand_in(at(owner, (name,))))
    else:
        _tell_misfit(source, at(shape, place), place, fault)
        typed = source.raw(place)
        wanted = _core(at(shape, place))
        if wanted is str and typed is not None:
            _put(source, place, typed if source.at(place) is not None else "")
        elif wanted is str and (drawn := _drawn(source.at(place))):
            _put(source, place, drawn)
        elif place and isinstance(place[-1], int):
            gone.add(place)
            return
        elif place and isinstance(source.at(place[:-1]), Mapped) and not _needed(owner, name):
            del source.at(place[:-1])[name]
        else:
            _put(source, place, _stand_in(at(shape, place)))
    source.mended.add(place)


def _in_data(source: Source, location: tuple[int | str, ...], *, missing: bool) -> Place:
    """Return the part of pydantic's location that stands in the data: the members of a union do not."""
    place: Place = ()
    for part in location:
        here = source.at(place)
        known = isinstance(part, str) and isinstance(here, Mapped) and part in here
        if known or (isinstance(part, int) and isinstance(here, Listed) and part < len(here)):
            place = (*place, part)
        else:
            return (*place, part) if missing else place
    return place


def _unknown_key(source: Source, shape: Any, place: Place) -> None:
    """Tell a key that does not exist there; one that is plainly meant for another takes its place."""
    whole, name = source.at(place[:-1]), str(place[-1])
    known = keys_of(at(shape, place[:-1]))
    value = whole[name]
    begun, colon, rest = name.replace(":", "：").partition("：")
    if colon and value is None and nearest(begun.strip(), known):
        source.tell("yaml-wide-colon" if "：" in name else "yaml-glued-colon", *place[:-1], begun)
        meant, value = nearest(begun.strip(), known), rest.strip()
    else:
        meant = nearest(name, known)
        source.tell("unknown-key", *place, name=name, likely=meant, known=list(known))
    del whole[name]
    if meant and meant not in whole:
        whole[meant] = value
        whole.lines[meant] = whole.lines[name]
        if colon or name in whole.raw:
            whole.raw[meant] = str(value) if colon else whole.raw[name]


def _tell_misfit(source: Source, wanted: Any, place: Place, fault: ErrorDetails) -> None:
    value, kind = source.at(place), str(fault["type"])
    typed = source.raw(place) or ""
    if _core(wanted) is str and isinstance(value, bool):
        source.tell("bare-yes-no", *place, value=typed)
    elif _core(wanted) is str and (drawn := _drawn(value)):
        source.tell("bare-braces", *place, value=drawn)
    elif value is None:
        source.tell("nothing-there", *place)
    elif kind == "literal_error":
        options = [str(one) for one in get_args(_core(wanted)) if one is not None]
        likely = nearest(str(value), options)
        source.tell("not-one-of", *place, value=typed or str(value), likely=likely, options=options)
    else:
        code = next((meant for begun, meant in _WANTED if kind.startswith(begun)), "")
        if code:
            source.tell(f"wrong-{code}", *place, value=_shown(value, typed))
        else:
            source.tell("does-not-fit", *place, value=_shown(value, typed), detail=fault["msg"])


def _shown(value: Any, typed: str) -> str:
    if isinstance(value, Mapped):
        return "{" + "…, ".join(f"{name}: " for name in value) + "…}"
    if isinstance(value, Listed):
        return "[" + ", ".join(str(one) for one in value[:3]) + (", …]" if len(value) > 3 else "]")  # noqa: PLR2004 - enough to know it by
    return typed or str(value)


def _drawn(value: Any) -> str:
    """Return the drawn cell that braces without quotation marks were meant for: YAML reads {unit} as a mapping."""
    if isinstance(value, Mapped) and len(value) == 1:
        ((name, rest),) = value.items()
        return "{" + (name if rest is None else f"{name}: {rest}") + "}"
    return ""


def _stand_in(shape: Any) -> Any:
    """Return an empty value of a type, to go on with."""
    core = _core(shape)
    if core is not shape:
        return None
    if get_origin(core) is Literal:
        return get_args(core)[0]
    if get_origin(core) in (tuple, list):
        return Listed()
    return _PLAIN[core] if core in _PLAIN else Mapped()


def _put(source: Source, place: Place, value: Any) -> None:
    if not place:
        source.data = value
        return
    source.at(place[:-1])[place[-1]] = value


def _take_out(source: Source, gone: set[Place]) -> None:
    """Leave items of lists out, the last first, and remember which lists are no longer whole."""
    for place in sorted(gone, key=lambda one: [str(part).zfill(6) for part in one], reverse=True):
        whole, number = source.at(place[:-1]), place[-1]
        if isinstance(whole, Listed) and isinstance(number, int):
            del whole[number]
            whole.lines = _closed_up(whole.lines, number)
            whole.raw = _closed_up(whole.raw, number)
            source.mended = {_moved(one, place) for one in source.mended}
            source.lost.add(place[:-1])


def _closed_up(known: dict[int | str, V], number: int) -> dict[int | str, V]:
    return {int(at) - (int(at) > number): value for at, value in known.items() if at != number}


def _moved(place: Place, gone: Place) -> Place:
    """Return where a place is once the item `gone` is out of its list."""
    depth = len(gone) - 1
    if len(place) <= depth or place[:depth] != gone[:depth] or int(place[depth]) <= int(gone[depth]):
        return place
    return (*place[:depth], int(place[depth]) - 1, *place[depth + 1 :])
