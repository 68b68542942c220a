"""Checks of the values in a line of a data file. Each fault names file and line, the value, and what may stand there."""

from collections.abc import Collection
from typing import Any

from evals.errors import InputFault


def check_keys(values: dict[str, Any], required: Collection[str], optional: Collection[str], where: str) -> None:
    """Every required key is there, and no key that is not known."""
    for key in values:
        if key not in required and key not in optional:
            raise InputFault(f"{where}: onbekende sleutel {key!r}; toegestaan: {', '.join([*required, *optional])}")
    for key in required:
        if key not in values:
            raise InputFault(f"{where}: sleutel {key!r} ontbreekt")


def text_of(values: dict[str, Any], key: str, where: str) -> str:
    """A text that is not blank."""
    return string(values[key], key, where)


def texts_of(values: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of texts, none blank."""
    return tuple(string(item, key, where) for item in list_of(values, key, where))


def string(value: object, key: str, where: str) -> str:
    """The value as a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise InputFault(f"{where}: {key} is {value!r}; verwacht tekst")
    return value


def list_of(values: dict[str, Any], key: str, where: str) -> list[Any]:
    """A list, of whatever."""
    if not isinstance(values[key], list):
        raise InputFault(f"{where}: {key} is {values[key]!r}; verwacht een lijst")
    return list(values[key])


def one_of(values: dict[str, Any], key: str, among: Collection[str], where: str) -> str:
    """A text from a list."""
    return str(allowed(values[key], among, key, where))


def allowed(value: Any, among: Collection[Any], key: str, where: str) -> Any:
    """The value, when it stands in the list."""
    if isinstance(value, (bool, list, dict)) or value not in among:
        raise InputFault(f"{where}: {key} is {value!r}; toegestaan: {', '.join(map(str, among))}")
    return value
