"""People and their points, told a second time from the rules alone: merges, limits, who counts.

Nothing of the service is imported. A person is one object however many ids they have; to merge two
is to pour one into the other (R12.5).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

GRACE = timedelta(days=14)
HOLD = timedelta(minutes=15)
REVIEW, REVIEW_LIMIT, SIGNUP, LIKE = 5, 3, 10, 3
REGISTRATION, INVITED, ORDERED = 4, 6, 7


@dataclass(eq=False)
class Lot:
    left: int
    born: datetime
    expires: datetime | None


@dataclass(eq=False)
class Person:
    """Somebody with all their ids; `booked` are reasons and points, as they were booked."""

    id: str
    created: datetime
    ids: list[str]
    lots: list[Lot] = field(default_factory=list)
    holds: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    booked: list[tuple[str, int]] = field(default_factory=list)
    reviews: int = 0
    signed_up: bool = False
    liked: set[str] = field(default_factory=set)
    mails: bool = True
    excluded: bool = False
    erased: bool = False

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots)

    @property
    def may_earn(self) -> bool:
        return not (self.excluded or self.erased)

    def expire(self, now: datetime) -> None:
        self.holds = {cart: held for cart, held in self.holds.items() if held[1] > now}
        for lot in self.lots:
            if lot.expires is not None and lot.expires <= now:
                lot.left = 0

    def held(self, *, but_for: str = "") -> int:
        return sum(points for cart, (points, _) in self.holds.items() if cart != but_for)

    def available(self, cart: str = "") -> int:
        return max(self.balance - self.held(but_for=cart), 0)

    def credit(self, reason: str, points: int, now: datetime, until: datetime | None) -> None:
        self.lots.append(Lot(points, now, until))
        self.booked.append((reason, points))

    def award(self, reason: str, points: int, now: datetime) -> int:
        """Give points that live as long as all; return how many."""
        if not self.may_earn:
            return 0
        self.credit(reason, points, now, None)
        return points

    def take(self, reason: str, points: int) -> list[tuple[Lot, int]]:
        """Take points, soonest expiry first, then oldest first; return from where."""
        taken, left = [], points
        never = datetime.max.replace(tzinfo=self.created.tzinfo)
        for lot in sorted(self.lots, key=lambda each: (each.expires or never, each.born)):
            part = min(lot.left, left)
            if part:
                lot.left -= part
                left -= part
                taken.append((lot, part))
        assert left == 0
        self.booked.append((reason, -points))
        return taken

    def put_back(self, taken: list[tuple[Lot, int]], now: datetime) -> None:
        """Return what an order took: what has expired meanwhile lives for the days of grace."""
        late = 0
        for lot, points in taken:
            if lot.expires is not None and lot.expires <= now:
                late += points
            else:
                lot.left += points
        if late:
            self.lots.append(Lot(late, now, now + GRACE))
        self.booked.append(("REDEMPTION_RETURNED", sum(points for _, points in taken)))


@dataclass(eq=False)
class Order:
    id: str
    buyer: Person
    taken: list[tuple[Lot, int]]
    state: str = "placed"


@dataclass(eq=False)
class Cart:
    id: str
    owner: Person
    points: int


@dataclass(eq=False)
class Invitation:
    id: str
    inviter: Person
    created: datetime
    accepted_by: Person | None = None
    accepted_at: datetime | None = None


@dataclass
class Town:
    """All the people, and what they have going."""

    people: dict[str, Person] = field(default_factory=dict)  # by each of their ids
    orders: list[Order] = field(default_factory=list)
    carts: list[Cart] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)

    def everybody(self) -> list[Person]:
        return list(dict.fromkeys(self.people.values()))

    def merge(self, leaving: Person, staying: Person) -> None:
        for each in leaving.ids:
            self.people[each] = staying
        staying.ids += leaving.ids
        staying.lots += leaving.lots
        staying.holds |= leaving.holds
        staying.booked += leaving.booked
        staying.created = min(staying.created, leaving.created)
        staying.reviews += leaving.reviews
        staying.signed_up |= leaving.signed_up
        staying.liked |= leaving.liked
        staying.excluded |= leaving.excluded
        for order in self.orders:
            order.buyer = staying if order.buyer is leaving else order.buyer
        for cart in self.carts:
            cart.owner = staying if cart.owner is leaving else cart.owner
        for invitation in self.invitations:
            if invitation.inviter is leaving:
                invitation.inviter = staying
            if invitation.accepted_by is leaving:
                invitation.accepted_by = staying

    def converted(self, invitee: Person) -> Invitation | None:
        """Return the invitation that counts: the first accepted that is of somebody else."""
        accepted = [
            each
            for each in self.invitations
            if each.accepted_by is invitee and each.inviter is not invitee
        ]
        return min(accepted, key=lambda each: (each.accepted_at, each.id), default=None)
