"""Customer groups: made, renamed, deleted (R1.1)."""

from datetime import datetime

from models.tables.promotions import ProductGroupPointsRow
from models.tables.setup import CustomerGroupRow, CustomerRow, ExchangeRateRow
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.programme.customer_groups import GENERAL_GROUP, CustomerGroup
from services.programme.history import keep_group_deletion, keep_programme
from services.programme.set_up_lock import take_turn
from services.rules.basics.codes import is_id
from services.rules.basics.limits import check_id, check_name
from services.rules.basics.refusals import Invalid, NotFound


@one_transaction
async def put_customer_group(
    *, code: str, name: str | None = None, caller: Caller, now: datetime
) -> CustomerGroup:
    """Make a group, named like its code if not otherwise, or change the name of one.

    Raises Invalid.
    """
    _check_group(code, name)
    await take_turn()
    row = await CustomerGroupRow.get_or_none(code=code) or CustomerGroupRow(code=code, name=code)
    row.name = name or row.name
    await row.save()
    details = {"code": code, "name": name}
    await audit.record(
        action="customerGroupPut", target=code, details=details, caller=caller, now=now
    )
    return CustomerGroup(row.code, row.name)


@one_transaction
async def delete_customer_group(*, code: str, caller: Caller, now: datetime) -> str:
    """Delete a group with its rates and product points; its customers move to `general`.

    `general` itself cannot go.
    Raises NotFound, Invalid.
    """
    if code == GENERAL_GROUP:
        raise Invalid(f"The group {GENERAL_GROUP} cannot be deleted.", path=("code",))
    await take_turn()
    # Locked before its customers are looked for: one who is just put into it waits or is seen.
    found = CustomerGroupRow.filter(code=code).select_for_update().get_or_none()
    row = await found if is_id(code) else None
    if row is None:
        raise NotFound(f"There is no customer group {code}.", path=("code",))
    await keep_group_deletion(code, now=now)
    await CustomerRow.filter(customer_group_code=code).update(customer_group_code=GENERAL_GROUP)
    await ExchangeRateRow.filter(customer_group_code=code).delete()
    await ProductGroupPointsRow.filter(customer_group_code=code).delete()
    await row.delete()
    await keep_programme(now=now)
    await audit.record(
        action="customerGroupDelete", target=code, details={"code": code}, caller=caller, now=now
    )
    return code


def _check_group(code: str, name: str | None) -> None:
    check_id(code, path=("code",))
    if code != code.strip():
        raise Invalid("Must not begin or end with a space.", path=("code",))
    if name is not None:
        check_name(name, path=("name",))
