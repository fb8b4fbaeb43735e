"""R13.2a: what lost a race again and again is 503 `UNAVAILABLE`, which may be tried again."""

from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import cart
from tests.services.between import always_changing

_READ = '{ cart(id: "c2") { id } }'


async def test_a_cart_that_never_stands_still_may_be_read_again_later(
    shop: AdminApi, database: str
) -> None:
    await shop.done("cartPut", "__typename", **cart(customerId="ada"))
    change = ["UPDATE carts SET updated_at = updated_at WHERE id = 'c2'"]

    with always_changing(database, change) as sent:
        answer = await shop.client.post(
            "/graphql/admin",
            json={"query": _READ},
            headers={"authorization": f"Bearer {shop.token}"},
        )

    (error,) = answer.json()["errors"]
    assert answer.status_code == 503
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert len([sql for sql in sent if sql.startswith("SELECT") and "carts" in sql]) >= 8
