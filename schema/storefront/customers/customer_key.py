"""Keys of `Customer` by which a gateway asks for a customer's points (ADR 120)."""

from enum import StrEnum


class CustomerKey(StrEnum):
    """What a gateway sends of a customer.

    Nothing but the token, which composes with every Magento; or the id as well, for a graph that
    shows other customers than the one who is signed in.
    """

    TOKEN = "token"  # noqa: S105  no password
    ID = "id"
