"""Imported customers: whom each row of an import is about, by id or by e-mail (R15.4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from models.database import Dialect, dialect, fetch, is_distributed
from services.programme.known_customers import known_customers
from services.rules.basics.refusals import Invalid, NotFound
from services.rules.ledger.import_rows import ImportRow

_BY_EMAIL: Final[dict[Dialect, str]] = {
    "sqlite": """
    SELECT COALESCE(merged_into, id) AS id, lower(email) AS email FROM customers
    WHERE lower(email) IN (SELECT value FROM json_each(?))
    """,
    "postgres": """
    SELECT COALESCE(merged_into, id) AS id, lower(email) AS email FROM customers
    WHERE lower(email) IN (SELECT jsonb_array_elements_text(CAST(? AS JSONB)))
    """,
}
# One by one by the index, whatever the database knows of the table: a new one has no statistics, by
# which PostgreSQL would look at all customers for each batch of a file. Citus can't say it so.
_EACH_BY_EMAIL: Final = """
SELECT found.id, wanted.email
FROM jsonb_array_elements_text(CAST(? AS JSONB)) AS wanted (email)
CROSS JOIN LATERAL (
    SELECT COALESCE(c.merged_into, c.id) AS id FROM customers c
    WHERE lower(c.email) = wanted.email OFFSET 0
) AS found
"""


@dataclass(frozen=True, slots=True)
class ImportedCustomers:
    """The customers of an import: what the programme depends on of each, and their addresses."""

    by_id: Mapping[str, Mapping[str, object]]
    ids_by_email: Mapping[str, frozenset[str]]

    def customer_of(self, row: ImportRow) -> str:
        """Return the present id of the customer that a row is about (R12.5).

        Raises NotFound for nobody, Invalid for an e-mail that is several customers' or another's.
        """
        if row.email is None:
            return self._known(row.customer_id or "")
        ids = self.ids_by_email.get(_folded(row.email), frozenset())
        if row.customer_id is not None:
            present_id = self._known(row.customer_id)
            if present_id not in ids:
                raise Invalid("The customer has another e-mail.", path=("email",))
            return present_id
        if not ids:
            raise NotFound(f"There is no customer with the e-mail {row.email}.", path=("email",))
        if len(ids) > 1:
            raise Invalid(
                f"{len(ids)} customers have this e-mail: name the customer by id.", path=("email",)
            )
        (only,) = ids
        return only

    def _known(self, customer_id: str) -> str:
        if customer_id not in self.by_id:
            raise NotFound(f"There is no customer {customer_id}.", path=("customer_id",))
        return str(self.by_id[customer_id]["customer_id"])


async def imported_customers(rows: Collection[ImportRow]) -> ImportedCustomers:
    """Find the customers of rows, in a statement, or two where rows have e-mails."""
    ids_by_email = await _ids_by_email({_folded(row.email) for row in rows if row.email})
    ids = {row.customer_id for row in rows if row.customer_id is not None}
    known = await known_customers(ids.union(*ids_by_email.values()))
    present = {str(row["customer_id"]): row for row in known.values()}
    return ImportedCustomers({**known, **present}, ids_by_email)


async def _ids_by_email(emails: set[str]) -> dict[str, frozenset[str]]:
    if not emails:
        return {}
    found: dict[str, set[str]] = {}
    is_each = dialect() == "postgres" and not is_distributed()
    sql = _EACH_BY_EMAIL if is_each else _BY_EMAIL[dialect()]
    for row in await fetch(sql, [sorted(emails)]):
        found.setdefault(str(row["email"]), set()).add(str(row["id"]))
    return {email: frozenset(ids) for email, ids in found.items()}


def _folded(email: str) -> str:
    """Return an address in small letters: it has been checked to be of ASCII alone."""
    return email.lower()
