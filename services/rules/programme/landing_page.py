"""The page that explains the programme in a new installation (R1.7); shops put their own here."""

IDENTIFIER = "reward-points"
TITLE = "Reward points"
MARKDOWN = """\
Thank you for shopping with us. With every purchase you collect **reward points**, and you can
spend them like money on your next order.

## How you earn points

- **By shopping.** You earn points for what you pay for the goods of your order; shipping, tax and
  what you pay with points, gift cards or store credit do not count. Your points arrive when the
  whole order has been invoiced. Until then your account shows them as pending.
- **By being part of the shop.** There may be points for registering, for subscribing to the
  newsletter, for an approved review or for inviting your friends. Your account tells you whenever
  you have earned some.

You need an account to collect points, so please sign in before you order.

## How you spend points

Choose *Use my reward points* at the checkout. Points are used in whole steps of the exchange
rate shown there, on the whole order, shipping and tax included. If they cover everything, there
is nothing left to pay; otherwise you pay the rest as usual. Should you cancel the order, the
points you used come back to you.

## Good to know

- Your account shows your balance, what it is worth today and how it came about.
- Points may expire. Where they do, your account shows the date, and the points that expire
  soonest are spent first.
- Points cannot be exchanged for cash.

Any questions? Our customer service is glad to help.
"""
