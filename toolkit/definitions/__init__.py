"""Strict YAML to frozen dataclasses: an unknown key, a missing key or a wrong type is told with file, line and key.

Pydantic does the checking (https://docs.pydantic.dev/latest/concepts/dataclasses/); PyYAML's nodes give the line.
"""

from __future__ import annotations

import dataclasses
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from toolkit.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import yaml

T = TypeVar("T")
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")


def load(path: Path, shape: type[T]) -> T:
    """Read one definition file as `shape`, a dataclass or a mapping type.

    Raises:
        DefinitionError: the file is missing, is no YAML, repeats a key, or does not fit `shape`.
    """
    from pydantic import TypeAdapter, ValidationError

    node = _compose(path)
    for twice in _repeated_keys(node):
        line = twice.start_mark.line + 1
        raise DefinitionError("definition-repeated-key", file=_name(path), line=line, key=twice.value)
    try:
        found: T = TypeAdapter(shape).validate_python(_plain(path, node))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        line = _line(node, fault["loc"])
        key = ".".join(str(part) for part in fault["loc"])
        if fault["type"] in _UNKNOWN and (likely := nearest(str(fault["loc"][-1]), _keys_at(shape, fault["loc"][:-1]))):
            raise DefinitionError(
                "definition-unknown-key", file=_name(path), line=line, key=key, likely=likely
            ) from None
        raise DefinitionError(
            "definition-does-not-fit", file=_name(path), line=line, key=key, detail=fault["msg"]
        ) from None
    return found


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt one was meant for; "" when none is near."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.7)), "")


def _keys_at(shape: Any, location: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys that may stand at a place of a definition; none where it is no dataclass."""
    for part in location:
        if dataclasses.is_dataclass(shape) and isinstance(part, str):
            shape = get_type_hints(shape).get(part)
        shape = next((one for one in get_args(shape) if dataclasses.is_dataclass(one)), shape)
    return tuple(field.name for field in dataclasses.fields(shape)) if dataclasses.is_dataclass(shape) else ()


def _compose(path: Path) -> yaml.Node:
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_loader())
    except FileNotFoundError:
        raise DefinitionError("definition-missing", file=_name(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError("definition-unreadable", file=_name(path), line="?", detail=str(error)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        detail = getattr(error, "problem", "") or str(error)
        raise DefinitionError("definition-unreadable", file=_name(path), line=line, detail=detail) from None
    if node is None:
        raise DefinitionError("definition-empty", file=_name(path))
    return node


def _loader() -> type[Any]:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(path: Path, node: yaml.Node) -> Any:
    import yaml

    try:
        return yaml.constructor.SafeConstructor().construct_document(node)
    except yaml.YAMLError as error:
        raise DefinitionError("definition-unreadable", file=_name(path), line="?", detail=str(error)) from None


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _repeated_keys(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    import yaml

    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item)


def _line(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    import yaml

    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if found is None:
                break
            node = found[1] if not isinstance(found[1], yaml.ScalarNode) else found[0]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return node.start_mark.line + 1
