"""How amounts and instants are read and written (R13, R14.3)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from graphql import FloatValueNode, GraphQLError, IntValueNode, StringValueNode, parse_value

from schema.scalars import (
    parse_decimal,
    parse_decimal_literal,
    parse_instant,
    show_decimal,
    show_instant,
)
from services.rules.basics.money import padded
from tests.api.admin.asking import AdminApi, everything_written


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        pytest.param("12.50", "12.50", id="text"),
        pytest.param("-0.0001", "-0.0001", id="negative"),
        pytest.param("007", "7", id="leading-zeros"),
        pytest.param("9" * 40, "9" * 40, id="forty-digits"),
        pytest.param(12, "12", id="whole-number"),
        pytest.param(12.1, "12.1", id="json-number-as-it-was-meant"),
        pytest.param(0.00001, "0.00001", id="json-number-that-prints-with-an-exponent"),
    ],
)
def test_a_decimal_is_read_exactly(given: object, amount: str) -> None:
    assert parse_decimal(given) == Decimal(amount)


@pytest.mark.parametrize(
    "given",
    ["NaN", "Infinity", "-inf", "1e3", "1E400", "0x1", "1_000", "+1", ".5", "5.", "", " 1", "1 ",
     "1,000", "\u0663", "9" * 41, "1." + "0" * 39, True, None, [], {}, float("inf"), float("nan"),
     1e300],
)  # fmt: skip
def test_what_is_no_plain_decimal_is_refused(given: object) -> None:
    with pytest.raises(GraphQLError, match="plain digits"):
        parse_decimal(given)


@pytest.mark.parametrize(
    ("literal", "amount"),
    [('"2.50"', "2.50"), ("2.50", "2.50"), ("3", "3"), ("0.12345678901234567890", None)],
)
def test_a_number_in_a_document_is_read_from_its_text(literal: str, amount: str | None) -> None:
    node = parse_value(literal)

    assert isinstance(node, StringValueNode | IntValueNode | FloatValueNode)
    assert str(parse_decimal_literal(node)) == (amount or literal)


@pytest.mark.parametrize("literal", ["1e2", "true", "null", "[1]", "{a: 1}", '"NaN"', "NAN"])
def test_what_is_no_plain_decimal_in_a_document_is_refused(literal: str) -> None:
    with pytest.raises(GraphQLError, match="plain digits"):
        parse_decimal_literal(parse_value(literal))


def test_a_decimal_is_written_without_exponent() -> None:
    assert show_decimal(Decimal("1E+3")) == "1000"
    assert show_decimal(Decimal("1E-4")) == "0.0001"


@pytest.mark.parametrize(
    ("amount", "decimals", "shown"),
    [
        pytest.param("4", 2, "4.00", id="cents-are-shown"),
        pytest.param("4.0000", 2, "4.00", id="no-more-than-needed"),
        pytest.param("0.1250", 2, "0.125", id="finer-than-cents"),
        pytest.param("500.0000", 0, "500", id="a-currency-without-decimals"),
        pytest.param("0", 3, "0.000", id="a-currency-of-three"),
        pytest.param("-20", 2, "-20.00", id="negative"),
        pytest.param("9999999999.9999", 2, "9999999999.9999", id="the-largest"),
    ],
)
def test_an_amount_has_at_least_its_currencys_decimals(
    amount: str, decimals: int, shown: str
) -> None:
    assert show_decimal(padded(Decimal(amount), decimals)) == shown


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2027-01-31T09:30:00Z", datetime(2027, 1, 31, 9, 30, tzinfo=UTC)),
        ("2027-01-31t09:30:00z", datetime(2027, 1, 31, 9, 30, tzinfo=UTC)),
        ("2027-01-31T09:30:00+02:00", datetime(2027, 1, 31, 7, 30, tzinfo=UTC)),
        ("2027-01-31T09:30:00.5-00:30", datetime(2027, 1, 31, 10, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_with_its_offset(given: str, instant: datetime) -> None:
    assert parse_instant(given) == instant


@pytest.mark.parametrize(
    "given",
    [
        "2027-01-31T09:30:00", "2027-01-31", "2027-02-30T00:00:00Z", "2027-01-31T24:00:00Z",
        "2027-01-31T09:30:60Z", "2027-01-31 09:30:00Z", "20270131T093000Z",
        "0001-01-01T00:00:00+01:00", "2027-01-31T09:30:00+99:00", "today", "", 1, None, True,
    ],
)  # fmt: skip
def test_what_is_no_instant_is_refused(given: object) -> None:
    with pytest.raises(GraphQLError, match="RFC 3339"):
        parse_instant(given)


def test_an_instant_is_written_in_utc() -> None:
    assert show_instant(datetime(2027, 1, 31, 9, 30, tzinfo=UTC)) == "2027-01-31T09:30:00Z"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0.5", "0.50"), ("0.1250", "0.125"), ("9999999999.9999", "9999999999.9999"), (3, "3.00")],
)
async def test_an_amount_comes_back_exactly(shop: AdminApi, amount: object, shown: str) -> None:
    rate = {
        "websiteCode": "us",
        "direction": "CURRENCY_TO_POINTS",
        "points": 1,
        "currencyAmount": amount,
    }

    saved = await shop.done("exchangeRateCreate", "exchangeRate { currencyAmount }", input=rate)

    assert saved["exchangeRate"] == {"currencyAmount": shown}


@pytest.mark.parametrize(
    ("given", "shown"),
    [(2, 2), ("2.50", 2.5), (0.1, 0.1), ("2147483646.9999", 2147483646.9999), (1e2, 100)],
)
async def test_a_quantity_comes_back_exactly(shop: AdminApi, given: object, shown: float) -> None:
    """R5.2."""
    rule = {"name": "Bulk", "quantityFrom": given, "points": 5}

    saved = await shop.done("cartRuleCreate", "cartRule { quantityFrom }", input=rule)

    assert saved["cartRule"] == {"quantityFrom": shown}


@pytest.mark.parametrize("given", ["2", "0.75", '"0.7500"'])
async def test_a_quantity_may_stand_in_the_document(shop: AdminApi, given: str) -> None:
    """R5.2."""
    answer = await shop.send(
        'mutation { cartPut(input: {id: "c1", websiteCode: "us", lines: [{id: "l1", sku: "s",'
        f' unitPrice: "1", quantity: {given}}}]}}) {{ cart {{ id }} userErrors {{ message }} }} }}'
    )

    assert answer["data"]["cartPut"] == {"cart": {"id": "c1"}, "userErrors": []}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("unitPrice", "NaN", id="not-a-number"),
        pytest.param("unitPrice", "Infinity", id="infinite"),
        pytest.param("unitPrice", "1e2", id="exponent"),
        pytest.param("taxAmount", "9" * 41, id="absurdly-long"),
        pytest.param("discountAmount", True, id="no-number-at-all"),
        pytest.param("quantity", "NaN", id="no-number-of-units"),
        pytest.param("quantity", "1e2", id="exponent-of-units"),
        pytest.param("quantity", True, id="no-number-of-units-at-all"),
    ],
)
async def test_a_number_that_is_none_is_a_malformed_request(
    shop: AdminApi, field: str, value: object
) -> None:
    line = {"id": "l1", "sku": "s", "quantity": 1, "unitPrice": "1", field: value}
    before = await everything_written()

    answer = await shop.send(
        "mutation($cart: CartInput!) { cartPut(input: $cart) { cart { id } } }",
        {"cart": {"id": "c1", "websiteCode": "us", "lines": [line]}},
    )

    assert "data" not in answer
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_REQUEST"]
    assert field in answer["errors"][0]["message"]
    assert await everything_written() == before
