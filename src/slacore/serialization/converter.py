"""The converter between plain data and the model: cattrs, a registry and strict hooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, get_args

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from slacore.calendars import ServiceHours
from slacore.calendars.holidays import HolidaySource
from slacore.errors import UnknownKind, did_you_mean
from slacore.evidence import Tally, stated
from slacore.model import Deadline, Lookback, Metric, Rate, Settlement, Step, Test
from slacore.model.remedy import When
from slacore.registry import Registry
from slacore.serialization.hours import hours_from_plain, hours_to_plain
from slacore.serialization.names import key_of, keys_of
from slacore.serialization.problems import At, Attempts, WrongShape, quoted
from slacore.values import Instant, Money, Period, Quantity, Span, Window, exact, plain

_TEXT = "text"
# Values that documents write as one text, which `str` gives.
_IN_WORDS = (Quantity, Money, Rate, Period, Span, Deadline, Lookback, Instant)


@lru_cache(maxsize=32)
def converter_for(registry: Registry, zone: str | None) -> Converter:
    """A converter that knows the registry's kinds and reads wall-clock times in `zone`."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    _register_values(converter, zone)
    _register_attrs(converter)
    _register_kinds(converter, registry)
    _register_short_forms(converter, zone)
    return converter


def _register_values(converter: Converter, zone: str | None) -> None:
    """Values are text; a bare number where a unit is due is refused by their own parsers."""
    readers: dict[type, Callable[[Any], Any]] = {
        Quantity: lambda value: Quantity.parse(_text(value, "a quantity such as '99.9 %'")),
        Money: lambda value: Money.parse(_text(value, "money such as '19.99 EUR'")),
        Rate: lambda value: Rate.parse(_text(value, "a rate such as '10 % of monthly charge'")),
        Period: lambda value: Period.parse(_text(value, "a period such as 'month'")),
        Span: lambda value: Span.parse(_text(value, "a span such as '12 months'")),
        Deadline: lambda value: Deadline.parse(_text(value, "a deadline such as '30 days'")),
        Lookback: lambda value: Lookback.parse(_text(value, "a lookback such as 'run of breached'")),
        Instant: lambda value: Instant.parse(_text(value, "an instant such as '2026-03-01T09:00Z'"), tz=zone),
        Window: lambda value: Window.parse(_text(value, "a window such as '2026-03'"), tz=zone),
        date: lambda value: date.fromisoformat(_text(value, "a date such as '2026-12-25'")),
        Fraction: _number,
        str: lambda value: _text(value, _TEXT),
        int: _whole,
        bool: _boolean,
    }
    for cls, read in readers.items():
        converter.register_structure_hook(cls, _checked(cls, read))
    for cls in _IN_WORDS:
        converter.register_unstructure_hook(cls, str)
    converter.register_unstructure_hook(Window, lambda window: f"{window.start}/{window.end}")
    converter.register_unstructure_hook(Fraction, _plain_number)
    converter.register_unstructure_hook(date, lambda value: value.isoformat())
    said = Quantity | str | bool
    converter.register_structure_hook(said, lambda value, _: _said(value))
    converter.register_structure_hook(said | None, lambda value, _: None if value is None else _said(value))
    converter.register_unstructure_hook_func(
        lambda cls: cls in (said, said | None),
        lambda value: str(value) if isinstance(value, Quantity) else value,
    )
    converter.register_structure_hook_func(
        lambda cls: isinstance(cls, type) and issubclass(cls, Enum), _choice
    )
    converter.register_structure_hook_func(lambda cls: getattr(cls, "__origin__", None) is Literal, _option)


def _checked(cls: type, read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: value if type(value) is cls else read(value)


def _text(value: object, wanted: str) -> str:
    if not isinstance(value, str):
        shown = "nothing" if value is None else quoted(value)
        hint = ""
        if isinstance(value, int) and not isinstance(value, bool):
            hint = "; put it in quotes" if wanted == _TEXT else "; a bare number has no unit"
        raise WrongShape(f"expected {wanted}, found {shown}{hint}")
    return value


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise WrongShape(f"expected a number, found {quoted(value)}")
    return exact(value)


def _plain_number(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else plain(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongShape(f"expected a whole number, found {quoted(value)}")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongShape(f"expected true or false, found {quoted(value)}")
    return value


def _said(value: object) -> Quantity | str | bool:
    if isinstance(value, Quantity | str | bool):
        return stated(value)
    raise WrongShape(f"expected a quantity with its unit, a text, or true or false; found {quoted(value)}")


def _choice(value: object, cls: type[Enum]) -> Enum:
    for member in cls:
        if value in (member, member.value):
            return member
    raise WrongShape(
        f"unknown {cls.__name__.lower()} {quoted(value)}{did_you_mean(str(value), [m.value for m in cls])}"
    )


def _option(value: object, cls: Any) -> object:
    options = get_args(cls)
    if not any(value == option and type(value) is type(option) for option in options):
        raise WrongShape(f"unknown option {quoted(value)}{did_you_mean(str(value), map(str, options))}")
    return value


def _register_attrs(converter: Converter) -> None:
    converter.register_structure_hook_factory(_is_plain_class, lambda cls: _structure(converter, cls))
    converter.register_unstructure_hook_factory(_is_plain_class, lambda cls: _unstructure(converter, cls))


def _is_plain_class(cls: Any) -> bool:
    return isinstance(cls, type) and attrs.has(cls) and cls not in (*_IN_WORDS, Window, ServiceHours)


def _structure(converter: Converter, cls: type) -> Callable[[Any, Any], Any]:
    renamed: Any = {item.name: override(rename=key_of(item)) for item in attrs.fields(cls)}
    read: Callable[[Any, Any], Any] = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **renamed
    )

    def structure(value: Any, _: Any) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            raise WrongShape(f"expected the fields {', '.join(keys_of(cls))}; found {quoted(value)}")
        return read(value, cls)

    return structure


def _unstructure(converter: Converter, cls: type) -> Callable[[Any], Any]:
    # 168 h equals a default of 7 days and is not what was signed: a quantity is always written.
    renamed: Any = {
        item.name: override(
            rename=key_of(item), omit_if_default=False if isinstance(item.default, Quantity) else None
        )
        for item in attrs.fields(cls)
    }
    write: Callable[[Any], Any] = make_dict_unstructure_fn(
        cls, converter, _cattrs_omit_if_default=True, **renamed
    )
    return write


def _register_kinds(converter: Converter, registry: Registry) -> None:
    converter.register_structure_hook_func(
        lambda cls: cls is Metric, lambda value, _: _metric(converter, registry, value)
    )
    converter.register_structure_hook_func(
        lambda cls: cls is Step, lambda value, _: _step(converter, registry, value)
    )
    converter.register_unstructure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Metric),
        lambda cls: (
            _metric_writer(_unstructure(converter, cls), cls) if cls is not Metric else converter.unstructure
        ),
    )
    converter.register_unstructure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Step),
        lambda cls: _step_writer(converter, cls) if cls is not Step else converter.unstructure,
    )


def _metric(converter: Converter, registry: Registry, value: Any) -> Metric:
    """``availability``, or ``{kind: availability, …}`` with its parameters."""
    if isinstance(value, Metric):
        return value
    fields = {"kind": value} if isinstance(value, str) else value
    if not isinstance(fields, dict) or "kind" not in fields:
        raise WrongShape(f"a metric names its kind, such as {{kind: availability}}; found {quoted(value)}")
    cls = registry.metric(fields["kind"])
    return converter.structure({key: item for key, item in fields.items() if key != "kind"}, cls)


def _metric_writer(write: Callable[[Any], Any], cls: type[Metric]) -> Callable[[Any], Any]:
    def unstructure(metric: Metric) -> Any:
        fields = write(metric)
        return {"kind": cls.kind, **fields} if fields else cls.kind

    return unstructure


def _step(converter: Converter, registry: Registry, value: Any) -> Step:
    """``total``, or a mapping with the tag as its first key: ``{pay: 2 points, each: units}``."""
    if isinstance(value, Step):
        return value
    if isinstance(value, str):
        return converter.structure({}, registry.step(value))
    if not isinstance(value, dict):
        raise WrongShape(
            f"a step is its tag and what belongs to it, such as {{pay: 45 GBP}}; found {quoted(value)}"
        )
    tags = [key for key in value if key in registry.tags("step")]
    if len(tags) != 1:
        raise _no_step(registry, value, tags)
    tag = tags[0]
    cls, body = registry.step(tag), value[tag]
    beside = {key: item for key, item in value.items() if key != tag}
    if cls.head is not None:
        head = cls.head.replace("_", " ")
        try:
            return converter.structure({head: body, **beside}, cls)
        except Exception as error:
            raise At(f".{tag}", _without(error, head)) from None
    if not isinstance(body, dict):
        raise WrongShape(
            f"the fields of '{tag}' stand below it, such as {', '.join(keys_of(cls))}; found {quoted(body)}"
        )
    try:
        return converter.structure({**body, **beside}, cls)
    except Exception as error:
        raise At(f".{tag}", error) from None


def _without(error: Exception, head: str) -> Exception:
    """The head field has no key of its own in the document: leave it out of the path."""
    for inner in getattr(error, "exceptions", ()):
        for note in getattr(inner, "__notes__", ()):
            if getattr(note, "name", None) == head:
                inner.__notes__.remove(note)
    return error


def _no_step(registry: Registry, value: dict[Any, Any], tags: list[str]) -> Exception:
    if tags:
        return WrongShape(
            f"{' and '.join(map(repr, tags))} are two steps; write them as two entries, in their order"
        )
    names = ", ".join(f"'{key}'" for key in value)
    return UnknownKind(
        f"no step is called {names}{did_you_mean(str(next(iter(value), '')), registry.tags('step'))}"
    )


def _step_writer(converter: Converter, cls: type[Step]) -> Callable[[Any], Any]:
    write = _unstructure(converter, cls)

    def unstructure(step: Step) -> Any:
        fields = write(step)
        if cls.head is None:
            when = {"when": fields.pop("when")} if "when" in fields else {}
            return {cls.kind: fields, **when} if fields or when else cls.kind
        head = cls.head.replace("_", " ")
        if not fields:
            return cls.kind
        # Behind the tag stands the head, also where it is left at its default.
        value = fields.pop(head) if head in fields else converter.unstructure(getattr(step, cls.head))
        return {cls.kind: value, **fields}

    return unstructure


def _register_short_forms(converter: Converter, zone: str | None) -> None:
    converter.register_structure_hook(
        ServiceHours,
        lambda value, _: hours_from_plain(value, zone, lambda row: converter.structure(row, HolidaySource)),
    )
    converter.register_unstructure_hook(
        ServiceHours, lambda hours: hours_to_plain(hours, converter.unstructure)
    )
    converter.register_structure_hook(When, lambda value, _: _when(converter, value))
    converter.register_unstructure_hook_func(
        lambda cls: cls == When,
        lambda value: value if isinstance(value, str) else converter.unstructure(value),
    )
    converter.register_structure_hook_func(
        lambda cls: get_args(cls)[1:] == (...,),
        lambda value, cls: _several(converter, value, get_args(cls)[0]),
    )
    converter.register_structure_hook_func(
        lambda cls: cls == tuple[Test, ...], lambda value, _: _tests(converter, value)
    )
    read_tally = _structure(converter, Tally)
    converter.register_structure_hook(Tally, lambda value, cls: read_tally(_counted(value), cls))
    read_settlement = _structure(converter, Settlement)
    converter.register_structure_hook(
        Settlement,
        lambda value, cls: read_settlement({"steps": value} if isinstance(value, list) else value, cls),
    )


def _counted(value: Any) -> Any:
    """A tally's whole numbers are counts, in a document as in the class."""
    if not isinstance(value, dict):
        return value
    return {
        key: f"{part} count" if key in ("good", "bad", "total") and type(part) is int else part
        for key, part in value.items()
    }


def _several(converter: Converter, value: Any, cls: Any) -> tuple[Any, ...]:
    """A list and nothing else: the letters of a text and the keys of a mapping are none."""
    attempts = Attempts()
    items = attempts.each("", value, lambda item: converter.structure(item, cls))
    attempts.check()
    return tuple(items)


def _when(converter: Converter, value: Any) -> Any:
    return value if isinstance(value, str) else _tests(converter, value)


def _tests(converter: Converter, value: Any) -> tuple[Test, ...]:
    """One test, or a list of tests that must all hold."""
    if not isinstance(value, list | tuple):
        return (converter.structure(value, Test),)
    attempts = Attempts()
    tests = attempts.each("", value, lambda item: converter.structure(item, Test))
    attempts.check()
    return tuple(tests)
