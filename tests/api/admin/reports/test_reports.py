"""The reports over HTTP, as clients ask them (R15.1, R15.2, R15.3, R15.5)."""

from models.database import count_statements
from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import adjustment, placing

PERIOD = {"from": "2020-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z"}
MONEY = "{ amount currency }"


async def sell(shop: AdminApi) -> None:
    """Sell for 6.00, which earns 30 points, and give 25."""
    await shop.done("pointsAdjust", **adjustment(idempotencyKey="k", points=25))
    line = {"id": "l1", "sku": "s", "quantity": 1, "unitPrice": "6.00"}
    cart = {"id": "c", "websiteCode": "us", "customerId": "ada", "lines": [line]}
    await shop.done("cartPut", input=cart)
    await shop.done("orderPlace", **placing({"id": "o"}, cartId="c"))
    await shop.done("orderInvoice", input={"orderId": "o", "invoiceId": "i"})


async def test_liability_and_journal_are_answered(shop: AdminApi) -> None:
    await sell(shop)

    (liability,) = await shop.query(
        "liability",
        f"websiteCode points debt accounts worth {MONEY} byExpiryMonth {{ month points }}",
    )
    journal = await shop.query(
        "journal", f"account reason points debit {MONEY} credit {MONEY}", **PERIOD
    )

    assert liability == {
        "websiteCode": "us", "points": 55, "debt": 0, "accounts": 1,
        "worth": {"amount": "10.00", "currency": "USD"},
        "byExpiryMonth": [{"month": None, "points": 55}],
    }  # fmt: skip
    told = [(each["account"], each["reason"], each["points"], each["credit"]["amount"])
        for each in journal]  # fmt: skip
    assert told == [
        ("DEFERRED_REVENUE", "PURCHASE", 30, "6.00"), ("REVENUE", "PURCHASE", 30, "0.00"),
        ("DEFERRED_REVENUE", "ADMIN_ADJUSTMENT", 25, "4.00"),
        ("PROMOTIONAL_COST", "ADMIN_ADJUSTMENT", 25, "0.00"),
    ]  # fmt: skip


async def test_totals_are_what_journal_and_liability_add_up_to(shop: AdminApi) -> None:
    """R15.1, R15.3: the liability by currency, the journal by website."""
    for code, currency in (("us2", "USD"), ("eu", "EUR")):
        await shop.done("websitePut", input={"code": code, "baseCurrency": currency})
    await sell(shop)
    for code, points in (("us2", 20), ("eu", 7)):
        await shop.done(
            "pointsAdjust", **adjustment(idempotencyKey=code, websiteCode=code, points=points)
        )

    totals = await shop.query("liabilityTotals", f"points debt accounts worth {MONEY}")
    journal = await shop.query(
        "journalTotals", f"websiteCode debit {MONEY} credit {MONEY}", **PERIOD
    )

    def money(amount: str, currency: str) -> dict[str, str]:
        return {"amount": amount, "currency": currency}

    assert totals == [
        {"points": 7, "debt": 0, "accounts": 1, "worth": money("0.00", "EUR")},
        {"points": 75, "debt": 0, "accounts": 2, "worth": money("14.00", "USD")},
    ]
    assert journal[1] == {
        "websiteCode": "us", "debit": money("10.00", "USD"), "credit": money("10.00", "USD"),
    }  # fmt: skip
    assert all(each["debit"] == each["credit"] for each in journal)


async def test_a_report_and_its_totals_are_read_once(shop: AdminApi) -> None:
    """R14.1."""
    await sell(shop)
    period = f'(from: "{PERIOD["from"]}", to: "{PERIOD["to"]}")'
    liability = f"liability {{ worth {MONEY} }}"
    journal = f"journal{period} {{ debit {MONEY} }}"

    with count_statements() as alone:
        await shop.send(f"{{ {liability} {journal} }}")
    with count_statements() as together:
        totals = f"liabilityTotals {{ points }} journalTotals{period} {{ debit {MONEY} }}"
        answer = await shop.send(f"{{ {liability} {journal} {totals} }}")

    assert "errors" not in answer
    assert together.round_trips == alone.round_trips


async def test_activity_is_answered_and_too_many_intervals_are_refused(shop: AdminApi) -> None:
    await sell(shop)
    columns = "balanceStart earned adjusted balanceEnd"

    year = {"from": "2020-01-01T00:00:00Z", "to": "2060-01-01T00:00:00Z", "interval": "MONTH"}
    months = await shop.query("pointsActivity", columns, **year)
    code, message = await shop.refused(
        "pointsActivity", columns, **{**year, "to": "2999-01-01T00:00:00Z", "interval": "DAY"}
    )

    assert len(months) == 480
    assert [each for each in months if each["earned"]] == [
        {"balanceStart": 0, "earned": 30, "adjusted": 25, "balanceEnd": 55}
    ]
    assert code == "OUT_OF_RANGE"
    assert message.startswith("to ")


async def test_an_interval_says_its_day_in_the_websites_time_zone(shop: AdminApi) -> None:
    """R15.2: midnight in Berlin is still the day before in UTC."""
    await shop.done(
        "websitePut", input={"code": "eu", "baseCurrency": "EUR", "timeZone": "Europe/Berlin"}
    )
    period = {"from": "2026-05-15T12:00:00Z", "to": "2026-06-15T12:00:00Z"}

    months = await shop.query(
        "pointsActivity", "periodStart periodDay", **period, interval="MONTH", websiteCode="eu"
    )

    assert months == [
        {"periodStart": "2026-05-15T12:00:00Z", "periodDay": "2026-05-15"},
        {"periodStart": "2026-05-31T22:00:00Z", "periodDay": "2026-06-01"},
    ]


async def test_a_simulation_is_answered(shop: AdminApi) -> None:
    await sell(shop)
    rate = {"direction": "CURRENCY_TO_POINTS", "points": 10, "currencyAmount": "1.00"}

    found = await shop.query(
        "simulate",
        "orders pointsBefore pointsAfter customersGaining examples { orderId why }",
        input={"rate": {"websiteCode": "us", **PERIOD, "rate": rate}},
    )

    assert found == {
        "orders": 1, "pointsBefore": 30, "pointsAfter": 60, "customersGaining": 1,
        "examples": [{"orderId": "o", "why": "30 points before, 60 after: money is worth 10 points"
            " for 1 USD instead of 10 points for 2 USD."}],
    }  # fmt: skip


async def test_an_example_is_quoted_with_a_change_of_each_kind(shop: AdminApi) -> None:
    example = {"websiteCode": "us", "customerGroupCode": "general", "amount": "80.00"}
    rate = {"direction": "CURRENCY_TO_POINTS", "points": 10, "currencyAmount": "1.00"}
    earning = await shop.query(
        "exchangeRates", "nodes { id }", direction="CURRENCY_TO_POINTS", first=1
    )
    points = "quote { pointsToEarn }"
    changes: list[dict[str, object] | None] = [
        None, {"rate": rate}, {"withoutRate": earning["nodes"][0]["id"]},
        {"settings": {"earnOnPurchase": False}}, {"cartRule": {"rule": {"name": "x", "points": 5}}},
    ]  # fmt: skip

    found = [
        await shop.query(
            "exampleQuote",
            f"before {{ {points} }} after {{ {points} worth {MONEY} }}",
            input={**example, "change": change},
        )
        for change in changes
    ]

    assert {each["before"]["quote"]["pointsToEarn"] for each in found} == {400}
    assert [each["after"]["quote"]["pointsToEarn"] for each in found] == [400, 800, 0, 0, 405]
    assert found[1]["after"]["worth"] == {"amount": "160.00", "currency": "USD"}
    code, message = await shop.refused(
        "exampleQuote", "before { worth { amount } }", input={**example, "amount": "-1"}
    )
    assert (code, message) == ("OUT_OF_RANGE", "Must be from 0 to 9,999,999,999.9999.")
