"""Bill of materials of the image, as CycloneDX has it, and the list of the licences in it.

`make sbom` runs it. In it are the Python packages, and of npm's what the built pages hold. What the
base image brings along (Debian's packages, Python, pip) is its makers' to tell.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

Component: TypeAlias = dict[str, Any]  # as CycloneDX's schema has it, which is what checks it

ROOT = Path(__file__).parents[1]
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
_CLASSIFIER = "License :: OSI Approved :: "
_OWN_TEXT = "declared license"  # the package's whole text, beside its name
_UNKNOWN = "unknown"


def python_bom() -> dict[str, Any]:
    """Return what this environment has installed."""
    tool = str(Path(sys.executable).with_name("cyclonedx-py"))
    project = str(ROOT / "pyproject.toml")
    options = ["--output-reproducible", "--no-validate", "--pyproject", project]
    command = [tool, "environment", *options, sys.prefix]
    answer = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own tool
    bom: dict[str, Any] = json.loads(answer.stdout)
    return bom


def pins_of(requirements: str) -> dict[str, str]:
    """Return which version the lock file pins of each package."""
    return {_normal(name): version for name, version in _PIN.findall(requirements)}


def pinned(components: Iterable[Component], pins: dict[str, str]) -> list[Component]:
    """Return those components that the lock file names, which is what the image installs."""
    return [each for each in components if pins.get(_normal(each["name"])) == each["version"]]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def npm_components(pages: Path) -> list[Component]:
    """Return the packages in the built pages, each once.

    Raises FileNotFoundError where no page is built.
    """
    listed = sorted(pages.glob("*/licences.json"))
    if not listed:
        raise FileNotFoundError(f"There are no pages in {pages}: `make web` builds them.")
    found: dict[str, Component] = {}
    for file in listed:
        for package in json.loads(file.read_bytes()):
            component = _npm_component(**package)
            found[component["purl"]] = component
    return [found[purl] for purl in sorted(found)]


def _npm_component(name: str, version: str, identifier: str = "", **_text: str) -> Component:
    group, _, plain = name.rpartition("/")
    purl = f"pkg:npm/{quote(name, safe='/')}@{version}"
    licence = {"expression": identifier} if identifier else {"license": {"name": _UNKNOWN}}
    return {
        "type": "library",
        "bom-ref": purl,
        **({"group": group} if group else {}),
        "name": plain,
        "version": version,
        "purl": purl,
        "licenses": [licence],
    }


def whole_bom(bom: dict[str, Any], pins: dict[str, str], npm: list[Component]) -> dict[str, Any]:
    """Return the environment's bill as the image's: the pinned packages, and npm's beside them."""
    components = [*pinned(bom["components"], pins), *npm]
    main = bom["metadata"]["component"]
    kept = {each["bom-ref"] for each in [main, *components]}
    known = {each["ref"]: each.get("dependsOn", []) for each in bom["dependencies"]}
    known[main["bom-ref"]] = [*known.get(main["bom-ref"], []), *(each["bom-ref"] for each in npm)]
    dependencies = [
        {"ref": ref, "dependsOn": sorted(kept.intersection(known.get(ref, [])))}
        for ref in sorted(kept)
    ]
    return {**bom, "components": components, "dependencies": dependencies}


def licence_of(component: Component) -> str:
    """Return a component's licence in a few words, its SPDX expression if it has one."""
    told = [{**each, **each.get("license", {})} for each in component.get("licenses", [])]
    spdx = [each.get("expression") or each.get("id") for each in told]
    names = [each.get("name", _OWN_TEXT).removeprefix(_CLASSIFIER) for each in told]
    short = [each for each in spdx if each] or [each for each in names if _OWN_TEXT not in each]
    return ", ".join(short) or _UNKNOWN


def licence_list(components: Iterable[Component]) -> Iterator[str]:
    """Yield the lines of a table of the components and their licences."""
    yield "| package | version | licence |"
    yield "|---|---|---|"
    for each in components:
        kind, _, name = unquote(each["purl"].rpartition("@")[0]).removeprefix("pkg:").partition("/")
        yield f"| {kind}: {name} | {each['version']} | {licence_of(each)} |"


def main(requirements: str, folder: str) -> None:
    """Write `sbom.cdx.json` and `licences.md` into the folder, of what a lock file names."""
    pins = pins_of(Path(requirements).read_text(encoding="utf-8"))
    bom = whole_bom(python_bom(), pins, npm_components(ROOT / "web" / "dist"))
    written = json.dumps(bom, indent=2)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if wrong is not None:
        raise ValueError(wrong)
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    (into / "sbom.cdx.json").write_text(written + "\n", encoding="utf-8")
    table = "\n".join(licence_list(bom["components"]))
    (into / "licences.md").write_text(f"# Licences in the image\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
