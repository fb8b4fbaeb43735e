"""Bringing balances from another system: each row has its own result (R3.5, R10.2)."""

from tests.api.admin.asking import AdminApi

ROWS = [
    {"customerId": "ada", "websiteCode": "us", "points": 40, "comment": "Old shop"},
    {"customerId": "nobody", "websiteCode": "us", "points": 5},
    {
        "customerId": "ada",
        "websiteCode": "us",
        "points": 2,
        "createdAt": "2020-01-01T00:00:00Z",
        "expiresAt": "2100-01-01T00:00:00+01:00",
    },
    {"customerId": "ada", "websiteCode": "us", "points": 0},
]
IMPORTED = "imported rows { index entryId error { code path message } } replayed"


async def test_rows_of_an_import_fail_alone(shop: AdminApi) -> None:
    """R10.2: dates given are kept."""
    done = await shop.done("pointsImport", IMPORTED, input={"idempotencyKey": "i", "rows": ROWS})

    assert (done["imported"], done["replayed"]) == (2, False)
    errors = [row["error"] and (row["error"]["code"], row["error"]["path"]) for row in done["rows"]]
    assert errors == [
        None,
        ("NOT_FOUND", ["input", "rows", "1", "customerId"]),
        None,
        ("OUT_OF_RANGE", ["input", "rows", "3", "points"]),
    ]
    assert [row["entryId"] is None for row in done["rows"]] == [False, True, False, True]
    found = await shop.query(
        "ledgerEntries", "nodes { id points comment createdAt expiresAt }", reasons=["IMPORT"]
    )
    by_id = {entry.pop("id"): entry for entry in found["nodes"]}
    assert by_id[done["rows"][0]["entryId"]]["comment"] == "Old shop"
    assert by_id[done["rows"][2]["entryId"]] == {
        "points": 2,
        "comment": None,
        "createdAt": "2020-01-01T00:00:00Z",
        "expiresAt": "2099-12-31T23:00:00Z",
    }


async def test_an_import_sent_again_is_answered_not_done(shop: AdminApi) -> None:
    """R3.5."""
    command = {"idempotencyKey": "i", "rows": ROWS}
    first = await shop.done("pointsImport", IMPORTED, input=command)

    again = await shop.done("pointsImport", IMPORTED, input=command)

    assert again == {**first, "replayed": True}
    account = await shop.query("customer", 'account(websiteCode: "us") { balance }', id="ada")
    assert account["account"] == {"balance": 42}


async def test_a_dry_run_says_the_same_and_writes_nothing(shop: AdminApi) -> None:
    dry = await shop.done(
        "pointsImport", IMPORTED, input={"idempotencyKey": "i", "rows": ROWS, "dryRun": True}
    )

    assert dry["imported"] == 2
    assert [row["error"] is None for row in dry["rows"]] == [True, False, True, False]
    assert [row["entryId"] for row in dry["rows"]] == [None] * 4
    assert await shop.query("ledgerEntries", "totalCount") == {"totalCount": 0}
