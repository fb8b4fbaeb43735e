import pytest

from services.rules.basics.enums import LedgerReason
from services.rules.words.labels import reason_label


@pytest.mark.parametrize(
    ("reason", "label", "text"),
    [
        pytest.param("PURCHASE", None, "Making purchases", id="purchase"),
        pytest.param("REDEMPTION", "1001", "Redeemed for order 1001", id="redemption"),
        pytest.param("REDEMPTION_RETURNED", "1001", "Returned from order 1001", id="returned"),
        pytest.param("REGISTRATION", None, "Registering on the site", id="registration"),
        pytest.param("NEWSLETTER_SIGNUP", None, "Subscribing to a newsletter", id="newsletter"),
        pytest.param("INVITATION_SENT", None, "Sending invitations", id="invitation-sent"),
        pytest.param(
            "INVITATION_CUSTOMER", None, "Converting invitations to customer", id="invitee"
        ),
        pytest.param("INVITATION_ORDER", None, "Converting invitations to order", id="its-order"),
        pytest.param("REVIEW", None, "Review submission", id="review"),
        pytest.param("ADMIN_ADJUSTMENT", None, "Updated by admin", id="adjustment"),
        pytest.param("EARNING_REVERSED", "1001", "Taken back for order 1001", id="reversed"),
        pytest.param("EXPIRED", None, "Expired", id="expired"),
        pytest.param("CUSTOM", "Photo of the week", "Photo of the week", id="the-activitys-name"),
        pytest.param(
            "REDEMPTION", "{label}", "Redeemed for order {label}", id="braces-in-a-number"
        ),
    ],
)
def test_a_reason_reads_in_english(reason: str, label: str | None, text: str) -> None:
    """R3.6."""
    assert reason_label(LedgerReason(reason), label) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        pytest.param("de", "Eingelöst für Bestellung 7", id="a-language"),
        pytest.param("de-AT", "Eingelöst für Bestellung 7", id="with-a-country"),
        pytest.param("es_MX", "Canjeados en el pedido 7", id="with-an-underscore"),
        pytest.param("SV-se", "Inlösta för order 7", id="in-any-case"),
        pytest.param("den", "Redeemed for order 7", id="a-language-that-begins-alike"),
        pytest.param("ja", "Redeemed for order 7", id="not-known"),
    ],
)
def test_a_reason_reads_in_the_customers_language(locale: str, text: str) -> None:
    """R3.6."""
    assert reason_label(LedgerReason.REDEMPTION, "7", locale) == text


@pytest.mark.parametrize("locale", ["en", "de", "es", "sv"])
@pytest.mark.parametrize("reason", list(LedgerReason))
def test_every_reason_reads_in_every_language(reason: LedgerReason, locale: str) -> None:
    """R3.6: nothing is left of the pattern."""
    text = reason_label(reason, "X1", locale)

    assert text
    assert "{" not in text
