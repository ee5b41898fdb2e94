"""A fact: a frozen dataclass whose annotations are its marshmallow schema; `@fact` enters it in the registry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import NoneType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from marshmallow import EXCLUDE, Schema
from marshmallow import fields as wire

from services.contracts.acceptor import Acceptor, acceptor_of
from services.contracts.kinds import Number
from services.contracts.topology import is_walled

FACTS: dict[str, type[Fact]] = {}
"""Every fact by its full type, `countynet.<service>.<fact>.v<N>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened, told in codes only: never a name, a phone number, an address or free text."""

    service: ClassVar[str]
    name: ClassVar[str]
    version: ClassVar[int]
    exchange: ClassVar[str]
    stream_kind: ClassVar[str]
    schema: ClassVar[Schema]
    accept: ClassVar[Acceptor]
    field_names: ClassVar[tuple[str, ...]]
    list_names: ClassVar[tuple[str, ...]]
    walled: ClassVar[bool]
    """Whether it tells of an accusation: no counter, timing or ordinary operator's list may show it (Art. 30)."""

    number: Number

    @classmethod
    def type_name(cls) -> str:
        """`countynet.<service>.<fact>.v<N>`, the CloudEvents type."""
        return f"countynet.{cls.service}.{cls.name}.v{cls.version}"

    @classmethod
    def routing_key(cls) -> str:
        """`<fact>.v<N>`, the AMQP routing key."""
        return f"{cls.name}.v{cls.version}"

    @property
    def stream(self) -> str:
        """The aggregate that this fact belongs to, such as `matter/123456789012`."""
        return f"{self.stream_kind}/{self.number}"

    def data(self) -> dict[str, Any]:
        """The fact's JSON data; raises ValueError naming the field where a value may not travel."""
        raw = {name: getattr(self, name) for name in self.field_names}
        if type(self).accept(raw) is None:
            errors = self.schema.validate({k: list(v) if isinstance(v, tuple) else v for k, v in raw.items()})
            if errors:
                raise ValueError(f"{self.type_name()} may not say {errors}")
        return raw

    @classmethod
    def load(cls: type[F], data: Mapping[str, Any]) -> F:
        """Read data from the wire; raises marshmallow's ValidationError naming the fields at fault."""
        accepted = cls.accept(data)
        loaded = cls.schema.load(data) if accepted is None else accepted
        for name in cls.list_names:
            if loaded[name] is not None:
                loaded[name] = tuple(loaded[name])
        return cls(**loaded)


F = TypeVar("F", bound=Fact)


def _straight_init(cls: type[Fact]) -> Callable[..., None]:
    """The dataclass's own `__init__`, by the slots themselves: a frozen one's goes round by `object.__setattr__`."""
    space: dict[str, Any] = {f"set_{n}": getattr(cls, n).__set__ for n in cls.field_names}
    space |= {f"or_{f.name}": f.default for f in fields(cls) if f.default is not MISSING}
    taken = ", ".join(f"{n}=or_{n}" if f"or_{n}" in space else n for n in cls.field_names)
    lines = [f"def __init__(self, *, {taken}):", *(f"    set_{n}(self, {n})" for n in cls.field_names)]
    exec(compile("\n".join(lines), f"<init {cls.type_name()}>", "exec"), space)
    made: Callable[..., None] = space["__init__"]
    return made


def _field_of(hint: Any) -> wire.Field[Any]:
    optional = False
    if get_origin(hint) is Union or type(hint).__name__ == "UnionType":
        inner = [a for a in get_args(hint) if a is not NoneType]
        optional, hint = True, inner[0]
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{hint!r} is no kind of contracts.kinds")
    made: wire.Field[Any] = get_args(hint)[1]
    if not optional:
        return made
    twin = type(made).__new__(type(made))
    twin.__dict__.update(made.__dict__)
    twin.required, twin.allow_none, twin.load_default = False, True, None
    return twin


def fact(
    service: str, stream_kind: str, *, version: int = 1, exchange: str | None = None, walled: bool = False
) -> Callable[[type[F]], type[F]]:
    """Enter a dataclass in the registry as `countynet.<service>.<snake_case_name>.v<version>`.

    Walled are all facts of an exchange of accusations, and those of other exchanges that say so.
    """

    def enter(cls: type[F]) -> type[F]:
        cls.service, cls.version, cls.stream_kind = service, version, stream_kind
        bare = re.sub(r"V[0-9]+$", "", cls.__name__)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", bare).lower()
        cls.exchange = exchange or f"countynet.{service}"
        cls.walled = walled or is_walled(cls.exchange)
        cls.field_names = tuple(f.name for f in fields(cls))
        cls.__init__ = _straight_init(cls)  # type: ignore[method-assign]
        hints = get_type_hints(cls, include_extras=True)
        made = {n: _field_of(hints[n]) for n in cls.field_names}
        schema_class = Schema.from_dict(made, name=cls.type_name())
        cls.schema = schema_class(unknown=EXCLUDE)
        cls.list_names = tuple(name for name, field in made.items() if isinstance(field, wire.List))
        cls.accept = staticmethod(acceptor_of(cls.schema))
        if FACTS.setdefault(cls.type_name(), cls) is not cls:
            raise TypeError(f"{cls.type_name()} is entered twice")
        return cls

    return enter
