// The texts of all operations that the client sends.
import { connect } from "guerdon-storefront";
import { answer } from "./told.js";

const sent = new Set<string>();
const points = connect({
  url: "http://127.0.0.1:9/graphql",
  fetch: async (_, init) => {
    sent.add((JSON.parse(String(init?.body)) as { query: string }).query);
    throw new Error("Nothing is sent.");
  },
});

await Promise.allSettled([
  points.balance(),
  points.history(),
  points.quote("cart"),
  points.apply("cart"),
  points.remove("cart"),
  points.hold("cart"),
  points.offers([]),
  points.applyToItems("cart"),
  points.subscriptions(),
  points.subscribe({ balance: true }),
]);
await new Promise<void>((resolve) => {
  const stop = points.live(() => {}, () => (stop(), resolve()));
});
answer([...sent]);
