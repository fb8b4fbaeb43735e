"""Phoca Cart's reward points: its table `phocacart_reward_points` (R15.4).

A row is points received (above 0), used (below 0) or given by hand; only those that are published,
which is approved, count. It has one shop, so that `--website` says which website it is here.
"""

from collections.abc import Mapping

from services.moving.files.file_row import Layout
from services.moving.files.mysql_values import instant_of, number_of, text_of
from services.moving.files.row_values import (
    COMMENT,
    CREATED_AT,
    CUSTOMER_ID,
    EMAIL,
    POINTS,
    WEBSITE_CODE,
)
from services.moving.files.websites_named import WebsitesNamed
from services.rules.basics.refusals import Invalid


def phoca_layout(websites: WebsitesNamed) -> Layout:
    """Return what makes an import's row of one of Phoca Cart's."""

    def read(cells: Mapping[str, object]) -> Mapping[str, object] | None:
        if "user_id" not in cells or "points" not in cells:
            raise Invalid("These are not columns of phocacart_reward_points (user_id, points).")
        points = number_of(cells, "points")
        if points == 0 or ("published" in cells and number_of(cells, "published") != 1):
            return None
        return {
            CUSTOMER_ID: text_of(cells, "user_id"),
            EMAIL: text_of(cells, "email"),
            WEBSITE_CODE: websites.for_all,
            POINTS: points,
            CREATED_AT: instant_of(cells, "date"),
            COMMENT: text_of(cells, "title"),
        }

    return read
