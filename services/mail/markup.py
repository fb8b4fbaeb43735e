"""HTML checks of mail templates: whole tags, and only what belongs in mail (R11.2)."""

import re
from html.parser import HTMLParser

from services.mail.sandbox import PartKind, parts_of
from services.rules.basics.refusals import Invalid, Path

# ruff: noqa: SIM905  the tags read better in rows than one a line
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# HTML lets their end tags be left out.
_OPTIONAL_END = frozenset(
    "body colgroup dd dt head html li option p rb rp rt tbody td tfoot th thead tr".split()
)
_REFUSED = frozenset(
    "applet audio base button embed form frame frameset iframe input link math noscript object"
    " plaintext script select svg template textarea video xmp".split()
)
_LOADS = re.compile(r"url\s*\(|@import|expression\s*\(|\\", re.IGNORECASE)
_REFUSED_ATTRIBUTES = frozenset({"http-equiv", "srcdoc", "srcset"})
_LINKS = frozenset({"action", "background", "cite", "formaction", "href", "poster", "src"})
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|#|cid:)", re.IGNORECASE)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
# A whole tag, up to its own end: linear, since none of it goes beyond the next `<`.
_TAG = re.compile(
    r"""<(?:!doctype html|/?[a-z][a-z0-9:-]*(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*)>""", re.IGNORECASE
)
# What stands for a variable, and for the one that is a link, while the markup is looked at.
_VALUE, _LINK = "gdnvalue", "gdnlink"


def check_markup(source: str, *, path: Path) -> None:
    """Refuse tags that don't match, what runs or loads things, and variables in unsafe places.

    `source` is a good template. Each branch must match in itself, for any may be left out. A
    variable may stand in text and in a quoted attribute; as a link only `unsubscribe_url`, for
    escaping does not make another text a good address. Raises Invalid, saying what and where.
    """
    pieces: list[list[str]] = [[]]
    for part in parts_of(source):
        match part.kind:
            case PartKind.TEXT:
                pieces[-1].append(part.text)
            case PartKind.VARIABLE:
                pieces[-1].append(_LINK if part.text == "unsubscribe_url" else _VALUE)
            case PartKind.BEGIN:
                _read("".join(pieces[-1]), path, is_whole=False)
                pieces.append([])
            case PartKind.END:
                branch = "".join(pieces.pop())
                _read(branch, path, is_whole=True)
                pieces[-1].append(branch)
    _read("".join(pieces[0]), path, is_whole=True)


def _read(markup: str, path: Path, *, is_whole: bool) -> None:
    """Refuse markup with half a tag in it, and, where it is whole, all else that is wrong."""
    place = markup.find("<")
    while place >= 0:
        tag = _TAG.match(markup, place)
        if tag is None:
            line = markup.count("\n", 0, place) + 1
            raise Invalid(
                f"Line {line}: < is not part of a complete tag. Use &lt; in text; no comments.",
                path=path,
            )
        place = markup.find("<", tag.end())
    if is_whole:
        reader = _Reader(path)
        reader.feed(markup)
        reader.close()
        reader.finish()


class _Reader(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)
        if tag not in _VOID:
            self._open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1][0] != tag and self._open[-1][0] in _OPTIONAL_END:
            self._open.pop()
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
            return
        inside = (
            f"<{self._open[-1][0]}> of line {self._open[-1][1]} is still open" if self._open else ""
        )
        self._refuse(f"</{tag}> has no matching start tag" + (f": {inside}." if inside else "."))

    def handle_data(self, data: str) -> None:
        within = self._open[-1][0] if self._open else ""
        if within == "style" and (_VALUE in data or _LINK in data):
            self._refuse("a variable is not allowed in <style>.")
        if within == "style":
            self._look_at_style(data)

    def finish(self) -> None:
        """Refuse what was left open."""
        for tag, line in self._open:
            if tag not in _OPTIONAL_END:
                raise Invalid(f"Line {line}: <{tag}> has no end tag.", path=self._path)

    def _look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _REFUSED:
            self._refuse(f"<{tag}> is not allowed in mail.")
        unquoted = _QUOTED.sub("", self.get_starttag_text() or "")
        if _VALUE in unquoted or _LINK in unquoted:
            self._refuse(f"a variable in <{tag}> must be in the quoted value of an attribute.")
        for name, value in attrs:
            self._look_at_attribute(name, value or "")

    def _look_at_attribute(self, name: str, value: str) -> None:
        if name.startswith("on") or name in _REFUSED_ATTRIBUTES or ":" in name.removeprefix("xml"):
            self._refuse(f"the attribute {name} is not allowed in mail.")
        has_variable = _VALUE in value or _LINK in value
        if name == "style" and has_variable:
            self._refuse("a variable is not allowed in a style.")
        if name == "style":
            self._look_at_style(value)
        if name in _LINKS and value != _LINK and (has_variable or not _SAFE_LINK.match(value)):
            self._refuse(
                f"{name} must be an address that begins with https:// or mailto:,"
                " or unsubscribe_url alone."
            )

    def _look_at_style(self, style: str) -> None:
        if _LOADS.search(style):
            self._refuse("a style in mail must not load anything: no url(), @import or escapes.")

    def _refuse(self, problem: str) -> None:
        raise Invalid(f"Line {self.getpos()[0]}: {problem}", path=self._path)
