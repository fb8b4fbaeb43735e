"""Commands with valid input; a test names what it is about."""

import hashlib

from tests.api.admin.asking import Json


def rate(**values: object) -> Json:
    direction = "POINTS_TO_CURRENCY"
    terms = {"websiteCode": "us", "direction": direction, "points": 10, "currencyAmount": "2.00"}
    return {"input": {**terms, **values}}


def settings(**values: object) -> Json:
    return {"websiteCode": "us", "input": values}


def adjustment(**values: object) -> Json:
    given = {"idempotencyKey": "k", "customerId": "ada", "websiteCode": "us", "points": 5}
    return {"input": {**given, **values}}


def customer(**values: object) -> Json:
    return {"input": {"id": "bob", "websiteCode": "us", "email": "bob@example.com", **values}}


def line(**values: object) -> Json:
    return {"id": "l1", "sku": "s", "quantity": 2, "unitPrice": "10.00", **values}


def cart(*lines: Json, **values: object) -> Json:
    return {"input": {"id": "c2", "websiteCode": "us", "lines": list(lines or [line()]), **values}}


def endpoint(url: str = "https://shop.example/hooks", **values: object) -> Json:
    return {"input": {"url": url, **values}}


def rows(*given: Json, **values: object) -> Json:
    return {"input": {"idempotencyKey": "k", "rows": list(given), **values}}


def file_part(heading: str, text: str, **values: object) -> Json:
    """Return the one part of a file of balances."""
    digest = hashlib.sha256(f"{heading}\n{text}".encode()).hexdigest()
    given = {"fileName": "old.csv", "firstLine": 2, "rowsBefore": 0, "isLast": True}
    return {"input": {"digest": digest, "heading": heading, "text": text, **given, **values}}


def row(**values: object) -> Json:
    return {"customerId": "ada", "websiteCode": "us", "points": 5, **values}


def placing(*orders: Json, **values: object) -> Json:
    return {"input": {"cartId": "c1", "orders": list(orders), **values}}


def part(order_id: str, *lines: tuple[str, int], **values: object) -> Json:
    quantities = [{"lineId": line_id, "quantity": quantity} for line_id, quantity in lines]
    return {"id": order_id, "lines": quantities, **values}


def invoice(*lines: tuple[str, float], **values: object) -> Json:
    quantities = [{"lineId": line_id, "quantity": quantity} for line_id, quantity in lines]
    return {"input": {"orderId": "o0", "invoiceId": "i1", "lines": quantities, **values}}


MUGS = {"id": "l1", "sku": "mug", "quantity": 2, "unitPrice": "5.00"}


def activity(kind: str = "NEWSLETTER_SIGNUP", **values: object) -> Json:
    given = {"idempotencyKey": "k", "type": kind, "customerId": "ada", "websiteCode": "us"}
    return {"input": {**given, **values}}


def invitation(**values: object) -> Json:
    given = {"id": "v2", "inviterId": "ada", "websiteCode": "us", "email": "bob@example.com"}
    return {"input": {**given, **values}}


def custom_activity(**values: object) -> Json:
    return {"input": {"code": "like", "name": "Liked us", "points": 5, **values}}
