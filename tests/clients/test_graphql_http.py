"""R13.4: all audits of the npm suite `graphql-http` pass, at both APIs of a running server."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.clients.conftest import SampleShop
from tests.clients.node_script import ask_node


@pytest.mark.parametrize("api", ["storefront", "admin"])
def test_all_audits_pass(
    sample_shop: SampleShop, api: str, record_property: Callable[[str, object], None]
) -> None:
    """R13.4."""
    url, token = {
        "storefront": (sample_shop.storefront_url, sample_shop.customers["ada"]),
        "admin": (sample_shop.admin_url, sample_shop.admin),
    }[api]

    results = ask_node("audits.js", url=url, token=token)

    counts = Counter(result["status"] for result in results)
    record_property(f"graphql-http at {api}", f"{counts['ok']} of {len(results)} audits passed")
    assert [result for result in results if result["status"] != "ok"] == []
    assert counts == {"ok": 61}
