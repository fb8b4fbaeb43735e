// A customer's way through everything that the client does, by the package's own types.
import { connect, type HistoryPage, type Points, type PointsCart, type PointsClient } from "guerdon-storefront";
import { answer, told } from "./told.js";

const points: PointsClient = connect({ url: told.url, token: () => told.tokens[0], store: "us" });

const balance: Points | null = await points.balance();
const history: HistoryPage | null = await points.history(1, 2);
const before: PointsCart | null = await points.quote(told.cart);
const most = await points.apply(told.cart);
const some = await points.apply(told.cart, 250);
const hold = await points.hold(told.cart, 60);
const after = await points.remove(told.cart);
const offers = await points.offers([{ sku: "TEAPOT", price: 49 }, { sku: "CUP", price: 12, quantity: 2 }]);
const withCups = await points.applyToItems(told.cups);
const subscribed = await points.subscribe({ balance: true, expiry: false });
const expiryToo = await points.subscribe({ expiry: true });
const subscriptions = await points.subscriptions();
const live = await new Promise<Points>((resolve, reject) => {
  const stop = points.live((seen) => (stop(), resolve(seen)), reject);
});

answer({
  balance: balance?.balance?.points,
  expires: balance?.expirations?.length,
  history: [history?.items.length, history?.pages, history?.total],
  steps: before?.reward_points_quote?.applicable_steps?.points,
  most: most.applied_reward_points?.points,
  some: some.applied_reward_points?.points,
  held: hold.held.points,
  isSafe: Date.parse(hold.until) > Date.now(),
  after: [after.applied_reward_points, after.prices?.grand_total],
  offers,
  dueForCups: withCups.prices?.grand_total?.value,
  subscriptions: [subscribed, expiryToo, subscriptions],
  live: live.balance?.points,
});
