"""The manifests for Kubernetes are what it takes, are closed, and say what is true of the image.

R18: API servers and workers beyond one machine. Nothing here has a cluster; `kubectl` only renders.
"""

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import kubernetes_validate
import pytest
import yaml  # type: ignore[import-untyped]
from typer.testing import CliRunner

from cli.commands import app
from configuration.environment import file_form
from settings import IN_FILES, Settings, variable_of
from tests.faults.running_shop import SECRET, running_shop
from tests.operation.commands.test_command_line import guerdon

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "kubernetes"
KUBECTL = Path(sys.executable).with_name("kubectl")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "kubernetes.md").read_text(encoding="utf-8")
WORKLOADS = ["guerdon-migrate", "guerdon-api", "guerdon-worker"]
NOBODY = 10001
INSIDE = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]


@cache
def rendered(overlay: str = "example") -> list[dict[str, Any]]:
    answer = subprocess.run(
        [KUBECTL, "kustomize", FOLDER / overlay], capture_output=True, check=True
    )
    return list(yaml.safe_load_all(answer.stdout))


def named(kind: str, name: str) -> dict[str, Any]:
    (found,) = (
        each
        for each in rendered()
        if each["kind"] == kind and re.sub(r"-\w{10}$", "", each["metadata"]["name"]) == name
    )
    return found


def pod_of(workload: str) -> dict[str, Any]:
    kind = "Job" if workload == "guerdon-migrate" else "Deployment"
    template: dict[str, Any] = named(kind, workload)["spec"]["template"]
    return template


def container_of(workload: str) -> dict[str, Any]:
    (container,) = pod_of(workload)["spec"]["containers"]
    assert isinstance(container, dict)
    return container


def settings_of(workload: str) -> dict[str, str]:
    """Return the variables that the pod's ConfigMaps give it."""
    names = [each["configMapRef"]["name"] for each in container_of(workload)["envFrom"]]
    maps = {
        each["metadata"]["name"]: each["data"] for each in rendered() if each["kind"] == "ConfigMap"
    }
    return {variable: value for name in names for variable, value in maps[name].items()}


@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_kubernetes_takes_each_field(version: str) -> None:
    for manifest in rendered():
        assert kubernetes_validate.validate(manifest, version, strict=True) == version


@pytest.mark.parametrize("workload", WORKLOADS)
def test_a_pod_runs_as_nobody_and_may_nothing(workload: str) -> None:
    pod, container = pod_of(workload)["spec"], container_of(workload)

    who = pod["securityContext"]
    assert (who["runAsNonRoot"], who["runAsUser"]) == (True, NOBODY)
    assert who["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    assert f"--uid {NOBODY} " in DOCKERFILE
    assert f"USER {NOBODY}\n" in DOCKERFILE


@pytest.mark.parametrize("workload", WORKLOADS)
def test_a_pod_asks_for_what_it_needs_and_has_an_end(workload: str) -> None:
    resources = container_of(workload)["resources"]

    assert set(resources["requests"]) == {"cpu", "memory"}
    assert set(resources["limits"]) == {"memory"}


@pytest.mark.parametrize("workload", WORKLOADS)
def test_secrets_come_from_files_and_the_owners_to_the_migration_alone(workload: str) -> None:
    folder, secret = (
        container_of(workload)["volumeMounts"][0],
        pod_of(workload)["spec"]["volumes"][0],
    )

    given = {variable: value for variable, value in settings_of(workload).items() if value}

    assert not set(IN_FILES) & set(given)
    in_files = {value for name, value in given.items() if name.endswith("_FILE")}
    assert {str(Path(value).parent) for value in in_files} == {folder["mountPath"]}
    owner = workload == "guerdon-migrate"
    assert secret["secret"]["secretName"] == ("guerdon-owner" if owner else "guerdon")
    assert not [each for each in rendered() if each["kind"] == "Secret"]


@pytest.mark.parametrize("workload", WORKLOADS)
def test_settings_are_those_that_there_are(workload: str) -> None:
    known = {variable_of(name) for name, each in Settings.model_fields.items() if each.description}

    assert set(settings_of(workload)) <= known | {file_form(each) for each in IN_FILES}


@pytest.mark.parametrize("workload", WORKLOADS)
def test_a_pod_runs_a_command_that_there_is(workload: str) -> None:
    container = container_of(workload)
    check = container.get("livenessProbe", {}).get("exec", {}).get("command", ["guerdon", "worker"])

    for program, command, *words in [container["command"], check]:
        known = CliRunner().invoke(app, [command, "--help"])
        assert (program, known.exit_code) == ("guerdon", 0)
        assert all(word in known.stdout for word in words if word.startswith("--"))


def test_a_server_is_given_longer_to_end_than_it_takes() -> None:
    pod, container = pod_of("guerdon-api")["spec"], container_of("guerdon-api")
    _, before = container["lifecycle"]["preStop"]["exec"]["command"]

    # 30 seconds for running requests: docs/production.md.
    assert pod["terminationGracePeriodSeconds"] >= int(before) + 30 + 5


@pytest.mark.parametrize(
    ("kind", "name"), [("Service", "guerdon"), ("PodDisruptionBudget", "guerdon-api")]
)
def test_service_and_budget_are_about_the_api_alone(kind: str, name: str) -> None:
    selector = named(kind, name)["spec"]["selector"]
    wanted = selector.get("matchLabels", selector).items()

    chosen = [each for each in WORKLOADS if wanted <= pod_of(each)["metadata"]["labels"].items()]

    assert chosen == ["guerdon-api"]


def test_a_node_that_is_emptied_leaves_a_server() -> None:
    budget = named("PodDisruptionBudget", "guerdon-api")["spec"]
    base = [each for each in rendered("base") if each["metadata"]["name"] == "guerdon-api"]
    (replicas,) = (each["spec"]["replicas"] for each in base if each["kind"] == "Deployment")

    assert (budget["maxUnavailable"], replicas) == (1, 2)
    assert named("Deployment", "guerdon-api")["spec"]["strategy"]["rollingUpdate"] == {
        "maxSurge": 1,
        "maxUnavailable": 0,
    }


def test_the_network_is_closed_but_for_what_is_named() -> None:
    closed, api, worker = (
        named("NetworkPolicy", name)["spec"]
        for name in ("guerdon", "guerdon-api", "guerdon-worker")
    )

    wanted = closed["podSelector"]["matchLabels"].items()
    assert all(wanted <= pod_of(each)["metadata"]["labels"].items() for each in WORKLOADS)
    assert (closed["policyTypes"], closed.get("ingress")) == (["Ingress", "Egress"], None)
    assert {port["port"] for rule in closed["egress"] for port in rule["ports"]} == {53, 5432, 6432}
    assert (len(api["ingress"]), "ingress" in worker) == (1, False)
    for policy, ports in ((api, {443}), (worker, {443, 465, 587})):
        (outside,) = policy["egress"]
        assert {port["port"] for port in outside["ports"]} == ports
        assert outside["to"][0]["ipBlock"] == {"cidr": "0.0.0.0/0", "except": INSIDE}


def test_only_two_paths_are_for_the_internet() -> None:
    (rule,) = named("Ingress", "guerdon")["spec"]["rules"]

    paths = {each["path"]: each["pathType"] for each in rule["http"]["paths"]}

    assert paths == {"/graphql": "Exact", "/unsubscribe": "Prefix"}


@pytest.mark.parametrize("line", re.findall(r"^kubectl .*create secret.*$", PAGE, re.MULTILINE))
def test_the_page_makes_the_secrets_that_the_pods_read(line: str, tmp_path: Path) -> None:
    words = shlex.split(line)
    for name in re.findall(r"=([\w-]+\.txt)", line):
        (tmp_path / name).write_text("something secret")

    answer = subprocess.run(
        [KUBECTL, *words[1:], "--dry-run=client", "--output=yaml"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    secret = yaml.safe_load(answer.stdout)
    name = secret["metadata"]["name"]
    readers = [each for each in WORKLOADS if secret_of(each) == name]
    assert readers
    for workload in readers:
        files = [value for key, value in settings_of(workload).items() if key.endswith("_FILE")]
        assert {Path(value).name for value in files} == set(secret["data"])


def secret_of(workload: str) -> str:
    name: str = pod_of(workload)["spec"]["volumes"][0]["secret"]["secretName"]
    return name


@pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="the base is for PostgreSQL"
)
def test_what_the_pods_run_works_with_their_settings_and_answers_the_probes(
    database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "database-url").write_text(f"{database_url}\n")
    (tmp_path / "jwt-secret").write_text(SECRET)
    image = dict(re.findall(r"^(?:ENV|   ) (GUERDON_\w+)=(\S+)", DOCKERFILE, re.MULTILINE))

    def environment(workload: str) -> dict[str, str]:
        folder = container_of(workload)["volumeMounts"][0]["mountPath"]
        given = settings_of(workload).items()
        own = {name: value.replace(folder, str(tmp_path)) for name, value in given}
        return {**image, **own}

    inherited = {**os.environ, "TERM": "dumb"}
    migrated = guerdon(
        "migrate",
        environment={**inherited, **environment("guerdon-migrate")},
        folder=tmp_path,
    )
    own = {**environment("guerdon-api"), "GUERDON_JWT_SECRET": ""}
    with running_shop(database_url, own) as (shop,):
        container = container_of("guerdon-api")
        paths = [container[each]["httpGet"]["path"] for each in container if each.endswith("Probe")]
        answers = {path: httpx.get(f"{shop.url}{path}").status_code for path in paths}

    assert (migrated.returncode, migrated.stdout) == (0, "Nothing to migrate.\n")
    assert answers == {"/livez": 200, "/readyz": 200}
