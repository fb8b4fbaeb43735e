// What the client throws, and what it does about a token that is refused.
import { connect, PointsError } from "guerdon-storefront";
import { answer, told } from "./told.js";

const [good, expired] = told.tokens;
const kind = async (work: Promise<unknown>) => work.then(() => "none", (error) => error instanceof PointsError && [error.kind, error.code]);
const asked: boolean[] = [];
const renewing = connect({ url: told.url, token: (wasRefused) => (asked.push(wasRefused), wasRefused ? good : expired) });
const guest = connect({ url: told.url });
const refused = connect({ url: told.url, token: () => expired });
const customer = connect({ url: told.url, token: async () => good });

answer({
  guest: await kind(guest.balance()),
  expired: await kind(refused.balance()),
  away: await kind(connect({ url: "http://127.0.0.1:9/graphql", seconds: 2 }).balance()),
  tooMany: await kind(customer.apply(told.cart, 1_000_000)),
  notMine: await kind(customer.quote("nobody-s-cart")),
  renewed: (await renewing.balance())?.balance?.points,
  asked: [...asked],
  noToken: await kind(connect({ url: told.url, token: () => Promise.reject(new Error("away")) }).balance()),
  guestIsTold: await new Promise((resolve) => guest.live(() => resolve("seen"), (error) => resolve(error.kind))),
  expiredIsTold: await new Promise((resolve) => refused.live(() => resolve("seen"), (error) => resolve(error.kind))),
  renewedLive: await new Promise((resolve) => {
    const stop = renewing.live((points) => (stop(), resolve(points.balance?.points)), (error) => resolve(error.kind));
  }),
});
