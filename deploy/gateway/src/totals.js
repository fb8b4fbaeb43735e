// Totals of carts: what is due is net of points, whether or not the shop takes them off itself.
// Where points are applied it is Guerdon's own total: the one that the order must be placed with.
import { defaultMergedResolver } from "@graphql-tools/delegate";
import { Kind, parse } from "graphql";
import { selects } from "./asking.js";

const NET = `net_points: applied_reward_points { points } net_total: PRICES { grand_total { value currency } }`;
const IN_GRAPH = parse(`{ ${NET.replace("PRICES", "prices_with_reward_points")} }`).definitions[0].selectionSet.selections;
const AT_GUERDON = parse(`query ($id: String!) { cart(cart_id: $id) { ${NET.replace("PRICES", "prices")} } }`);
const due = new WeakMap();

/** Asks for the totals along with a cart's points, so that they cost no request of their own. */
export const withTotals = (selectionSet) => ({ kind: Kind.SELECTION_SET, selections: [...selectionSet.selections, ...IN_GRAPH] });

/** Remembers for the request what is due of a cart: null where the shop's own total is right. */
export function rememberTotal(context, id, info, cart) {
    const total = cart?.net_points && cart.net_total?.grand_total;
    context.totals.set(keyOf(id, info), total && { value: total.value, currency: total.currency });
}

/** Returns the resolvers by which a cart's total is net of its points. */
export const cartTotals = (guerdon) => ({
    Cart: {
        prices: {
            selectionSet: "{ id }",
            async resolve(cart, args, context, info) {
                const prices = await defaultMergedResolver(cart, args, context, info);
                if (!prices || !selects(info, "grand_total") || !(await hasToken(context))) return prices;
                const key = keyOf(cart.id, info);
                if (!context.totals.has(key)) await ask(guerdon, context, cart.id, info);
                const total = context.totals.get(key);
                if (total) due.set(prices, total);
                return prices;
            },
        },
    },
    CartPrices: {
        grand_total: {
            resolve: (prices, args, context, info) => due.get(prices) ?? defaultMergedResolver(prices, args, context, info),
        },
    },
});

/** A shop that does not say who asks has said so already, where points were asked for. */
const hasToken = (context) => context.points.authorization().catch(() => undefined);

/** Where Guerdon can't be asked, or has not been told of the cart, the shop's total is what there is. */
async function ask(guerdon, context, id, info) {
    const { data } = await guerdon.execute({ document: AT_GUERDON, variables: { id }, context });
    rememberTotal(context, id, info, data?.cart);
}

/** The steps of a mutation come one after the other: what one has changed, the next asks for anew. */
const keyOf = (id, { operation, path }) => (operation.operation === "mutation" ? `${rootOf(path)} ${id}` : id);
const rootOf = ({ prev, key }) => (prev ? rootOf(prev) : key);
