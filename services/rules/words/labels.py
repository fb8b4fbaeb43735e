"""Reason labels: why a balance changed, in the customer's language (R3.6)."""

from collections.abc import Mapping
from functools import lru_cache

from services.rules.basics.enums import LedgerReason

_LABELS: dict[str, dict[LedgerReason, str]] = {
    "en": {
        LedgerReason.PURCHASE: "Making purchases",
        LedgerReason.REDEMPTION: "Redeemed for order {label}",
        LedgerReason.REDEMPTION_RETURNED: "Returned from order {label}",
        LedgerReason.REGISTRATION: "Registering on the site",
        LedgerReason.NEWSLETTER_SIGNUP: "Subscribing to a newsletter",
        LedgerReason.INVITATION_SENT: "Sending invitations",
        LedgerReason.INVITATION_CUSTOMER: "Converting invitations to customer",
        LedgerReason.INVITATION_ORDER: "Converting invitations to order",
        LedgerReason.REVIEW: "Review submission",
        LedgerReason.ADMIN_ADJUSTMENT: "Updated by admin",
        LedgerReason.EARNING_REVERSED: "Taken back for order {label}",
        LedgerReason.EXPIRED: "Expired",
        LedgerReason.IMPORT: "Imported",
        LedgerReason.ORPHAN_MOVED: "Moved from another website",
        LedgerReason.ORPHAN_DELETED: "Deleted with its website",
        LedgerReason.MERGE: "Merged from another account",
        LedgerReason.CUSTOM: "{label}",
    },
    "de": {
        LedgerReason.PURCHASE: "Einkauf",
        LedgerReason.REDEMPTION: "Eingelöst für Bestellung {label}",
        LedgerReason.REDEMPTION_RETURNED: "Zurückgegeben aus Bestellung {label}",
        LedgerReason.REGISTRATION: "Registrierung",
        LedgerReason.NEWSLETTER_SIGNUP: "Newsletter-Anmeldung",
        LedgerReason.INVITATION_SENT: "Versand von Einladungen",
        LedgerReason.INVITATION_CUSTOMER: "Einladung führte zu einer Registrierung",
        LedgerReason.INVITATION_ORDER: "Einladung führte zu einer Bestellung",
        LedgerReason.REVIEW: "Abgabe einer Bewertung",
        LedgerReason.ADMIN_ADJUSTMENT: "Vom Shop angepasst",
        LedgerReason.EARNING_REVERSED: "Zurückgenommen für Bestellung {label}",
        LedgerReason.EXPIRED: "Verfallen",
        LedgerReason.IMPORT: "Importiert",
        LedgerReason.ORPHAN_MOVED: "Von einer anderen Website übertragen",
        LedgerReason.ORPHAN_DELETED: "Mit der Website gelöscht",
        LedgerReason.MERGE: "Aus einem anderen Konto zusammengeführt",
        LedgerReason.CUSTOM: "{label}",
    },
    "es": {
        LedgerReason.PURCHASE: "Compras",
        LedgerReason.REDEMPTION: "Canjeados en el pedido {label}",
        LedgerReason.REDEMPTION_RETURNED: "Devueltos del pedido {label}",
        LedgerReason.REGISTRATION: "Registro en el sitio",
        LedgerReason.NEWSLETTER_SIGNUP: "Suscripción al boletín",
        LedgerReason.INVITATION_SENT: "Envío de invitaciones",
        LedgerReason.INVITATION_CUSTOMER: "Invitación convertida en cliente",
        LedgerReason.INVITATION_ORDER: "Invitación convertida en pedido",
        LedgerReason.REVIEW: "Envío de una reseña",
        LedgerReason.ADMIN_ADJUSTMENT: "Ajustado por la tienda",
        LedgerReason.EARNING_REVERSED: "Retirados por el pedido {label}",
        LedgerReason.EXPIRED: "Caducados",
        LedgerReason.IMPORT: "Importados",
        LedgerReason.ORPHAN_MOVED: "Trasladados desde otro sitio web",
        LedgerReason.ORPHAN_DELETED: "Eliminados con su sitio web",
        LedgerReason.MERGE: "Unificados desde otra cuenta",
        LedgerReason.CUSTOM: "{label}",
    },
    "sv": {
        LedgerReason.PURCHASE: "Köp",
        LedgerReason.REDEMPTION: "Inlösta för order {label}",
        LedgerReason.REDEMPTION_RETURNED: "Återlämnade från order {label}",
        LedgerReason.REGISTRATION: "Registrering på webbplatsen",
        LedgerReason.NEWSLETTER_SIGNUP: "Prenumeration på nyhetsbrev",
        LedgerReason.INVITATION_SENT: "Skickade inbjudningar",
        LedgerReason.INVITATION_CUSTOMER: "Inbjudan som blev kund",
        LedgerReason.INVITATION_ORDER: "Inbjudan som blev order",
        LedgerReason.REVIEW: "Inskickad recension",
        LedgerReason.ADMIN_ADJUSTMENT: "Ändrat av butiken",
        LedgerReason.EARNING_REVERSED: "Återtagna för order {label}",
        LedgerReason.EXPIRED: "Förfallna",
        LedgerReason.IMPORT: "Importerade",
        LedgerReason.ORPHAN_MOVED: "Flyttade från en annan webbplats",
        LedgerReason.ORPHAN_DELETED: "Raderade med sin webbplats",
        LedgerReason.MERGE: "Sammanförda från ett annat konto",
        LedgerReason.CUSTOM: "{label}",
    },
}
_FALLBACK = "en"


def reason_label(reason: LedgerReason, label: str | None, locale: str = _FALLBACK) -> str:
    """Return the text for `reason`, naming the order or activity `label`, in `locale` (BCP 47).

    A language not known reads English.
    """
    return _texts(locale)[reason].replace("{label}", label or "")


@lru_cache(maxsize=1_000)
def _texts(locale: str) -> Mapping[LedgerReason, str]:
    language = locale.replace("_", "-").split("-")[0].lower()
    return _LABELS.get(language, _LABELS[_FALLBACK])
