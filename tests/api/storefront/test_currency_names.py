from babel import Locale

from schema.storefront.currency_codes import CODES
from schema.storefront.currency_names import CURRENCY_NAMES


def test_names_of_currencies_are_those_of_cldr() -> None:
    cldr = Locale.parse("en").currencies

    assert {code: cldr[code] for code in CODES if code in cldr} == CURRENCY_NAMES
