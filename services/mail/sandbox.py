"""Sandbox of mail templates: named variables, and nothing that runs (R11.2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.rules.basics.enums import EmailKind
from services.rules.basics.refusals import Invalid, Path
from services.rules.words.direction import marked

_COMMON = ("balance", "balance_points", "customer_name", "unsubscribe_url", "website_name", "worth")
VARIABLES: Mapping[EmailKind, frozenset[str]] = {
    EmailKind.BALANCE_UPDATE: frozenset(
        (*_COMMON, "change", "change_points", "is_gain", "entries")
    ),
    EmailKind.EXPIRY_WARNING: frozenset(
        (*_COMMON, "expiring", "expiring_points", "expires_on", "lots")
    ),
}
LISTS: Mapping[str, frozenset[str]] = {
    "entries": frozenset({"label", "points"}),
    "lots": frozenset({"expires_on", "points", "worth"}),
}
_FILTERS = frozenset({"lower", "upper"})
_COMPARISONS = frozenset({"eq", "ne"})
_LOOP = frozenset({"first", "last", "index", "length"})
# All that a template can be made of. Whatever else Jinja can do, now or later, is refused.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)
_KEPT_TEMPLATES = 512


class PartKind(Enum):
    """Text, a variable, or where what may be left out or come again begins and ends."""

    TEXT = auto()
    VARIABLE = auto()
    BEGIN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a template: its text, or a variable's name (empty for anything else shown)."""

    kind: PartKind
    text: str
    line: int


def _environment(*, is_html: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=marked,
        optimized=False,  # which works out what is constant, however large it becomes
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


_HTML, _PLAIN = _environment(is_html=True), _environment(is_html=False)


@lru_cache(maxsize=_KEPT_TEMPLATES)
def compiled(source: str, *, is_html: bool) -> Template:
    """Return a template that `check_template` has found good, ready to be rendered."""
    return (_HTML if is_html else _PLAIN).from_string(source)


def check_template(source: str, kind: EmailKind, *, path: Path) -> None:
    """Refuse a malformed template, or one that does more than show the variables of its kind.

    Raises Invalid, saying what and in which line.
    """
    try:
        tree = _HTML.parse(source)
        for line, problem in _problems(tree, VARIABLES[kind], {}):
            raise Invalid(f"Line {line}: {problem}", path=path)
        # Only now: to compile `'a' * 10**9` is to work it out.
        compiled(source, is_html=True)
    except (TemplateSyntaxError, SecurityError) as error:
        line = getattr(error, "lineno", 1)
        raise Invalid(f"Line {line}: {error.message}", path=path) from error
    except (RecursionError, SyntaxError, ValueError, AssertionError, OverflowError) as error:
        # What is nested too deep, or a number too long, for Jinja or for Python to read.
        raise Invalid(
            "Line 1: this is too deep or too long to be a template.", path=path
        ) from error


def parts_of(source: str) -> Iterator[Part]:
    """Yield what a template that `check_template` has found good is made of, in its order."""
    yield from _parts(_HTML.parse(source).body)


def _parts(body: Iterable[nodes.Node]) -> Iterator[Part]:
    for node in body:
        match node:
            case nodes.TemplateData():
                yield Part(PartKind.TEXT, node.data, node.lineno)
            case nodes.Output():
                yield from _parts(node.nodes)
            case nodes.If():
                yield from _branch(node.body)
                yield from _parts(node.elif_)
                yield from _branch(node.else_)
            case nodes.For():
                yield from _branch(node.body)
                yield from _branch(node.else_)
            case nodes.Name():
                yield Part(PartKind.VARIABLE, node.name, node.lineno)
            case _:
                yield Part(PartKind.VARIABLE, "", node.lineno)


def _branch(body: list[nodes.Node]) -> Iterator[Part]:
    line = body[0].lineno if body else 0
    yield Part(PartKind.BEGIN, "", line)
    yield from _parts(body)
    yield Part(PartKind.END, "", line)


def _problems(
    node: nodes.Node, known: frozenset[str], items: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a node and those in it; `items` are loop variables' attributes."""
    if not isinstance(node, _ALLOWED):
        yield node.lineno, f"{type(node).__name__.lower()} is not allowed in a mail template."
        return
    match node:
        case nodes.For():
            yield from _problems_of_loop(node, known, items)
            return
        case nodes.Getattr():
            yield from _problems_of_attribute(node, items)
            return
        case nodes.Compare() if {operand.op for operand in node.ops} - _COMPARISONS:
            yield node.lineno, "use == or != only: numbers are text here."
        case nodes.Name() if node.name not in known:
            names = ", ".join(sorted(known))
            yield node.lineno, f"there is no variable {node.name}; use {names}."
        case nodes.Name() if node.name in LISTS:
            yield node.lineno, f"{node.name} is a list: go through it with for."
        case nodes.Filter() if node.name not in _FILTERS or node.args or node.kwargs:
            yield node.lineno, f"the filter {node.name} is not allowed in a mail template."
    for child in node.iter_child_nodes():
        yield from _problems(child, known, items)


def _problems_of_loop(
    loop: nodes.For, known: frozenset[str], items: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, str]]:
    over, item = loop.iter, loop.target
    if not isinstance(over, nodes.Name) or over.name not in known & LISTS.keys():
        lists = ", ".join(sorted(known & LISTS.keys()))
        yield loop.lineno, f"for can only go through {lists}."
        return
    if not isinstance(item, nodes.Name) or item.name in known or items:
        yield loop.lineno, "for needs one new name, and must not contain another for."
        return
    if loop.test is not None or loop.recursive:
        yield loop.lineno, "for must not have a condition or recursion."
        return
    inside = {item.name: LISTS[over.name], "loop": _LOOP}
    for child in loop.body:
        yield from _problems(child, known, inside)
    for child in loop.else_:
        yield from _problems(child, known, items)


def _problems_of_attribute(
    node: nodes.Getattr, items: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, str]]:
    if not isinstance(node.node, nodes.Name) or node.node.name not in items:
        yield node.lineno, f"there is nothing here with a part named {node.attr}."
    elif node.attr not in items[node.node.name]:
        parts = ", ".join(sorted(items[node.node.name]))
        yield node.lineno, f"{node.node.name} has no part {node.attr}; it has {parts}."
