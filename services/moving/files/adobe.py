"""Adobe Commerce's reward points: its tables, and its export of customers' finances (R15.4).

`magento_reward` has a balance per customer and website. `magento_reward_history`, joined with it
for the customers, has what was earned, when, and what of it is used: its rows keep their dates.
"""

from collections.abc import Mapping

from services.moving.files.file_row import Layout
from services.moving.files.mysql_values import instant_of, number_of, text_of
from services.moving.files.row_values import (
    COMMENT,
    CREATED_AT,
    CUSTOMER_ID,
    EMAIL,
    EXPIRES_AT,
    POINTS,
    WEBSITE_CODE,
)
from services.moving.files.websites_named import WebsitesNamed
from services.rules.basics.refusals import Invalid

_UNKNOWN = (
    "These are not columns of magento_reward (customer_id, website_id, points_balance), of "
    "magento_reward_history with the customer_id of magento_reward (points_delta, points_used, "
    "website_id), or of an export of customer finances (_email, _finance_website, reward_points)."
)


def adobe_layout(websites: WebsitesNamed) -> Layout:
    """Return what makes an import's row of one of Adobe's."""

    def read(cells: Mapping[str, object]) -> Mapping[str, object] | None:
        if "reward_points" in cells:
            return _export_row(cells, websites)
        if "customer_id" in cells or "email" in cells:
            if "points_delta" in cells:
                return _history_row(cells, websites)
            if "points_balance" in cells:
                return _balance_row(cells, websites)
        raise Invalid(_UNKNOWN)

    return read


def _export_row(
    cells: Mapping[str, object], websites: WebsitesNamed
) -> Mapping[str, object] | None:
    code = text_of(cells, "_finance_website") or websites.for_all
    row = {
        EMAIL: text_of(cells, "_email"),
        WEBSITE_CODE: websites.by_number.get(code, code) if code else None,
    }
    return _with_points(row, number_of(cells, "reward_points"))


def _balance_row(
    cells: Mapping[str, object], websites: WebsitesNamed
) -> Mapping[str, object] | None:
    return _with_points(_account(cells, websites), number_of(cells, "points_balance"))


def _history_row(
    cells: Mapping[str, object], websites: WebsitesNamed
) -> Mapping[str, object] | None:
    """Return what is left of an earning; what was spent is counted with the earnings it used."""
    earned = number_of(cells, "points_delta")
    if earned <= 0 or number_of(cells, "is_expired"):
        return None
    expires_at = instant_of(cells, "expired_at_static") or instant_of(cells, "expired_at_dynamic")
    row = {
        **_account(cells, websites),
        CREATED_AT: instant_of(cells, "created_at"),
        EXPIRES_AT: expires_at,
        COMMENT: text_of(cells, "comment"),
    }
    return _with_points(row, earned - number_of(cells, "points_used"))


def _account(cells: Mapping[str, object], websites: WebsitesNamed) -> dict[str, object]:
    return {
        CUSTOMER_ID: text_of(cells, "customer_id"),
        EMAIL: text_of(cells, "email"),
        WEBSITE_CODE: websites.code_of(text_of(cells, "website_id")),
    }


def _with_points(row: Mapping[str, object], points: int) -> Mapping[str, object] | None:
    return {**row, POINTS: points} if points else None
