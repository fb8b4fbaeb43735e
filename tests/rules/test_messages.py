import pytest

from services.rules.messages import earned_message


@pytest.mark.parametrize(
    ("points", "locale", "text"),
    [
        pytest.param(50, "en", "You earned 50 reward points for order 1001.", id="many"),
        pytest.param(1, "en", "You earned 1 reward point for order 1001.", id="one"),
        pytest.param(
            1, "de-CH", "Sie haben 1 Bonuspunkt für die Bestellung 1001 erhalten.", id="german"
        ),
        pytest.param(1, "sv", "Du har fått 1 bonuspoäng för order 1001.", id="one-in-swedish"),
        pytest.param(50, "es", "Ha ganado 50 puntos por el pedido 1001.", id="spanish"),
        pytest.param(50, "ja-JP", "You earned 50 reward points for order 1001.", id="not-known"),
    ],
)  # fmt: skip
def test_the_customer_reads_what_was_earned(points: int, locale: str, text: str) -> None:
    """R9.4."""
    assert earned_message(points, "1001", locale) == text


def test_an_order_number_with_braces_is_shown_as_it_is() -> None:
    """R9.4, R1.3: the number is the caller's own."""
    assert earned_message(2, "{points}", "en") == "You earned 2 reward points for order {points}."
