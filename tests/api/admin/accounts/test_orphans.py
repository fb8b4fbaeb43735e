"""Points whose website was deleted (R1.5)."""

import pytest

from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import adjustment


@pytest.fixture
async def orphaned(shop: AdminApi) -> AdminApi:
    """Ada's 30 points, on a website that was deleted."""
    await shop.done("websitePut", input={"code": "uk", "baseCurrency": "GBP"})
    await shop.done("pointsAdjust", **adjustment(points=30, websiteCode="uk"))
    await shop.done("websiteDelete", code="uk")
    return shop


async def test_a_deleted_websites_points_are_shown_as_orphans(orphaned: AdminApi) -> None:
    """R1.5."""
    customer = await orphaned.query("customer", "accounts { websiteCode orphan balance }", id="ada")

    assert {"websiteCode": "uk", "orphan": True, "balance": 30} in customer["accounts"]


async def test_an_account_on_a_deleted_website_is_found_by_its_code(orphaned: AdminApi) -> None:
    """R1.5."""
    customer = await orphaned.query(
        "customer", 'account(websiteCode: "uk") { orphan balance lots { remaining } }', id="ada"
    )

    assert customer["account"] == {"orphan": True, "balance": 30, "lots": [{"remaining": 30}]}


async def test_orphan_points_are_moved_once(orphaned: AdminApi) -> None:
    """R1.5, R3.5."""
    command = {
        "customerId": "ada",
        "fromWebsiteCode": "uk",
        "toWebsiteCode": "us",
        "idempotencyKey": "m",
    }
    selection = (
        "entry { id websiteCode points reason } account { websiteCode orphan balance } replayed"
    )

    moved = await orphaned.done("orphanPointsMove", selection, **command)
    again = await orphaned.done("orphanPointsMove", selection, **command)

    assert moved["entry"]["points"] == 30
    assert (moved["entry"]["websiteCode"], moved["entry"]["reason"]) == ("us", "ORPHAN_MOVED")
    assert moved["account"] == {"websiteCode": "us", "orphan": False, "balance": 30}
    assert again == {**moved, "replayed": True}
    assert (await orphaned.query("ledgerCheck", "ok violations"))["ok"]


async def test_orphan_points_are_deleted(orphaned: AdminApi) -> None:
    """R1.5: the account of the deleted website is answered, and its history stays."""
    deleted = await orphaned.done(
        "orphanPointsDelete",
        """entry { points reason } account { websiteCode orphan balance
            history { totalCount } }""",
        customerId="ada",
        fromWebsiteCode="uk",
        idempotencyKey="d",
    )

    assert deleted["entry"] == {"points": -30, "reason": "ORPHAN_DELETED"}
    assert deleted["account"] == {
        "websiteCode": "uk",
        "orphan": True,
        "balance": 0,
        "history": {"totalCount": 2},
    }
