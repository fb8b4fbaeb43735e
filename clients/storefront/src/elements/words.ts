/**
 * What the elements say, in English. Each sentence can be given in other words, as the attribute `text-<name>` of an
 * element or once for all in `defineElements`. `{points}`, `{money}`, `{date}`, `{shown}` and `{total}` are filled in.
 * `points` is how a number of points is said: `points-one`, `points-few` … are its plural forms, as `Intl.PluralRules`
 * names them. A refusal of the API has the name of its code: `insufficient-points`; without one, the API's own words.
 */
export const ENGLISH: Readonly<Record<string, string>> = {
  points: "{points} points",
  "points-one": "{points} point",
  loading: "Loading …",
  retry: "Try again",
  off: "There are no points to show at the moment.",
  guest: "Sign in to see your points.",
  expired: "Your session has ended. Sign in again to see your points.",
  network: "The points service can’t be reached. Check your connection and try again.",
  busy: "The points service can’t answer at the moment. Try again in a minute.",

  "balance-heading": "Your points",
  worth: "worth {money}",
  available: "{points} can be used now",
  debt: "You owe points: the next ones that you earn make up for them.",
  pending: "{points} are on their way",
  "pending-until": "{points} are on their way, the first on {date}",
  expires: "{points} expire on {date}",

  "slider-heading": "Pay with points",
  "slider-available": "You can use {points}, worth {money}.",
  "slider-label": "Points to use",
  "slider-value": "{points}, {money} off",
  all: "As many as possible",
  none: "None",
  "left-to-pay": "Left to pay: {money}",
  "nothing-to-use": "No points can be used on this cart.",
  steps: "Points are used in steps of {points}.",
  "slider-guest": "Sign in to pay with points.",
  "no-cart": "This cart is not there any longer.",
  "limit-redemption-threshold": "You need more points before you can use them.",
  "limit-min-points-per-order": "An order takes more points than can be used here.",
  "limit-max-points-per-order": "The shop limits how many points an order may use.",
  "limit-max-percent-of-order": "The shop limits how much of an order points may pay.",
  "limit-redeem-on-shipping": "Points don’t pay for shipping.",
  "limit-redeem-on-tax": "Points don’t pay for tax.",
  "limit-holds": "Some of your points are kept for another checkout.",

  "history-heading": "History of your points",
  empty: "Nothing has happened yet. Points that you earn and use appear here.",
  hidden: "The shop does not show the history.",
  "balance-after": "{points} afterwards",
  until: "Good until {date}",
  more: "Show more",
  shown: "{shown} of {total} shown",

  "subscriptions-heading": "Mail about your points",
  "subscribe-balance": "When my balance changes",
  "subscribe-expiry": "Before points expire",
  subscribed: "Saved.",

  earn: "Earn {points} with this order.",
  "earn-product": "Earn {points}.",
  "earn-registered": "Sign in and earn {points} with this order.",
  "earn-why": "How they add up",
  "next-step": "Spend {money} more to earn {points} more.",
  needed: "Or pay {points} for it.",
};

export const PLURALS = ["zero", "one", "two", "few", "many"].map((category) => `points-${category}`);

export type Words = Readonly<Record<string, string>>;
