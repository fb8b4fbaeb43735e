"""Files of balances sent in parts: each is booked once, whoever sends it, however often (R15.4)."""

import hashlib
from typing import Any

from tests.api.admin.asking import AdminApi, Json, everything_written

HEADING = "customerId,websiteCode,points,comment"
FIRST = "ada,us,10,\nnobody,us,1,=1+1\nada,us,-4,\n"
SECOND = "ada,us,x,\nada,us,30,\n"
PART = "rows imported refused { line field code message csv } csvHeading replayed"
FILES = "digest fileName rowsDone imported refused finishedAt"


def part(text: str = FIRST, **given: object) -> dict[str, Any]:
    """Return the first part of a file of two."""
    whole = f"{HEADING}\n{FIRST}{SECOND}"
    return {
        "digest": hashlib.sha256(whole.encode()).hexdigest(),
        "fileName": "old.csv",
        "heading": HEADING,
        "text": text,
        "firstLine": 2,
        "rowsBefore": 0,
        "isLast": False,
        **given,
    }


def second(**given: object) -> dict[str, Any]:
    """Return the second and last part."""
    return part(SECOND, **{"firstLine": 5, "rowsBefore": 3, "isLast": True, **given})


async def bring(shop: AdminApi, given: dict[str, Any]) -> Json:
    return await shop.done("balanceFileImport", PART, input=given)


async def refused(shop: AdminApi, given: dict[str, Any]) -> tuple[str, list[str] | None, str]:
    """Return code, path and message; nothing may be written."""
    before = await everything_written()
    payload = await shop.command("balanceFileImport", PART, input=given)
    (error,) = payload["userErrors"]
    assert await everything_written() == before
    return error["code"], error["path"], error["message"]


async def balance(shop: AdminApi) -> int:
    found = await shop.query("customer", 'account(websiteCode: "us") { balance }', id="ada")
    return int(found["account"]["balance"])


async def test_a_file_comes_in_part_by_part_and_is_listed(shop: AdminApi) -> None:
    done = [await bring(shop, given) for given in (part(), second())]

    assert [(each["rows"], each["imported"], each["replayed"]) for each in done] == [
        (3, 2, False),
        (2, 1, False),
    ]
    lines = [(row["line"], row["field"], row["code"]) for each in done for row in each["refused"]]
    assert lines == [(3, "customerId", "NOT_FOUND"), (5, "points", "INVALID")]
    assert await balance(shop) == 36
    (file,) = await shop.query("balanceFiles", FILES)
    assert file.pop("finishedAt")
    assert file == {
        "digest": part()["digest"], "fileName": "old.csv",
        "rowsDone": 5, "imported": 3, "refused": 2,
    }  # fmt: skip
    assert (await shop.query("emails", "totalCount"))["totalCount"] == 0
    (entry, *_) = (await shop.query("auditLog", "nodes { action target details }"))["nodes"]
    assert (entry["action"], entry["target"]) == ("balanceFileImport", "old.csv")


async def test_a_part_sent_again_is_answered_as_it_was(shop: AdminApi) -> None:
    """Whoever sends it: the page was opened anew, by another."""
    first = [await bring(shop, given) for given in (part(), second())]
    before = await everything_written()

    again = [await bring(shop.as_("admin", subject="eve"), given) for given in (part(), second())]

    assert again == [{**each, "replayed": True} for each in first]
    assert await everything_written() == before


async def test_a_refused_row_can_be_mended_and_brought(shop: AdminApi) -> None:
    """What a spreadsheet would take for a formula is marked, and read without the mark."""
    done = await bring(shop, part())
    (row,) = done["refused"]

    mended = row["csv"].replace("nobody", "ada")
    again = await bring(
        shop, part(mended, digest="0" * 64, heading=done["csvHeading"].strip(), isLast=True)
    )

    assert "'=1+1" in row["csv"]
    assert (again["imported"], again["refused"]) == (1, [])
    found = await shop.query("ledgerEntries", "nodes { comment }", reasons=["IMPORT"], first=1)
    assert found["nodes"] == [{"comment": "=1+1"}]


async def test_a_dry_run_says_the_same_and_writes_nothing(shop: AdminApi) -> None:
    before = await everything_written()

    tried = await bring(shop, part(dryRun=True))
    after = await everything_written()
    done = await bring(shop, part())

    assert after == before
    assert tried == done


async def test_other_rows_at_the_same_place_are_refused(shop: AdminApi) -> None:
    await bring(shop, part())

    code, path, _ = await refused(shop, part("ada,us,999,\n"))

    assert (code, path) == ("IDEMPOTENCY_CONFLICT", ["input", "text"])


async def test_parts_come_in_their_order(shop: AdminApi) -> None:
    code, path, _ = await refused(shop, second())
    await bring(shop, part())

    later, _, message = await refused(shop, second(rowsBefore=4))

    assert (code, path) == ("NOT_FOUND", ["input", "rowsBefore"])
    assert (later, message[:21]) == ("TAKEN", "old.csv was begun at ")


async def test_a_file_that_is_in_is_not_tried_again(shop: AdminApi) -> None:
    for given in (part(), second()):
        await bring(shop, given)

    code, _, message = await refused(shop, part(dryRun=True))

    assert (code, message[:24]) == ("TAKEN", "old.csv was imported at ")


async def test_json_lines_and_tables_of_others_are_read(shop: AdminApi) -> None:
    """Adobe's websites are numbers, Phoca's are none; rows without points are passed over."""
    rows = '\n{"customerId": "ada", "websiteCode": "us", "points": 5}\n[]\n'
    adobe = "customer_id\twebsite_id\tpoints_balance"
    phoca = "user_id,points,published\n"

    json = await bring(shop, part(rows, digest="1" * 64, heading=None, firstLine=1, isLast=True))
    brought = await bring(
        shop,
        part("ada\t1\t7\nada\t2\t8\nada\t1\t0\n", digest="2" * 64, heading=adobe, origin="ADOBE",
            websites=[{"number": "1", "code": "us"}]),
    )  # fmt: skip
    more = await bring(
        shop,
        part("ada,3,1\nada,4,0\n", digest="3" * 64, heading=phoca, origin="PHOCA",
            websiteCode="us"),
    )  # fmt: skip

    assert [each["line"] for each in json["refused"]] == [3]
    assert (brought["rows"], brought["imported"]) == (3, 1)
    assert [row["line"] for row in brought["refused"]] == [3]
    assert (more["rows"], more["imported"]) == (2, 1)
    assert await balance(shop) == 5 + 7 + 3


async def test_a_part_that_is_none_is_refused_at_its_field(shop: AdminApi) -> None:
    """R14.3: one website for all rows would throw two of Adobe's together in another part."""
    adobe = {"origin": "ADOBE", "heading": "customer_id,website_id,points_balance"}
    wrong = {
        "digest": [part(digest="abc"), part(digest="G" * 64)],
        "fileName": [part(fileName=""), part(fileName="a\nb")],
        "heading": [part(heading="name,points"), part(heading=""), part(heading="points,points")],
        "websiteCode": [part(websiteCode="no code"), part(websiteCode="us", **adobe)],
        "websites.0.number": [part(websites=[{"number": "", "code": "us"}])],
        "websites.0.code": [part(websites=[{"number": "1", "code": ""}])],
        "text": [part("ada,us,1,\n" * 1_001), part("ada,us,1,\n" * 5_001)],
        "firstLine": [part(firstLine=-1)],
        "rowsBefore": [part(rowsBefore=-1)],
    }

    found = {path: [await refused(shop, given) for given in cases] for path, cases in wrong.items()}

    for path, refusals in found.items():
        assert {shown and ".".join(shown) for _, shown, _ in refusals} == {f"input.{path}"}
