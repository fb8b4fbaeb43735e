// A shop's own subgraph, in memory: customers and carts, as a shop's platform has them.
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";

const usd = (value) => ({ currency: "USD", value });
const customers = {
    ada: { id: "ada", email: "ada@shop.example", firstname: "Ada", lastname: "Lovelace", group: "Wholesale" },
    bob: { id: "bob", email: "bob@shop.example", firstname: "Bob", lastname: "Boole", group: "General" },
};
const mug = { __typename: "SimpleProduct", sku: "MUG", name: "Mug" };
const cartOf = (id, owner, quantity) => ({
    id,
    owner,
    email: `${owner}@shop.example`,
    items: [
        {
            __typename: "SimpleCartItem",
            uid: `${id}-1`,
            quantity,
            product: mug,
            prices: { price: usd(10), row_total: usd(10 * quantity), discounts: [] },
        },
    ],
    prices: { grand_total: usd(10 * quantity) },
});
const carts = Object.fromEntries(
    [cartOf("c1", "ada", 1), cartOf("c2", "ada", 2), cartOf("bobs", "bob", 3), cartOf("unheard-of", "ada", 1)].map(
        (cart) => [cart.id, cart],
    ),
);

// It trusts its caller: whoever sends "Bearer …" is named in `sub`. That Guerdon does not is what the tests are about.
const subjectOf = (request) => {
    const [, payload] = (request.headers.authorization ?? "").split(".");
    return payload ? JSON.parse(Buffer.from(payload, "base64url")).sub : null;
};

const resolvers = {
    Query: {
        customer: (_, __, { subject }) => customers[subject] ?? null,
        cart: (_, { cart_id }) => carts[cart_id] ?? null,
        customers: () => Object.values(customers),
    },
    Customer: {
        __resolveReference: ({ id }) => customers[id],
        carts: ({ id }) => Object.values(carts).filter((cart) => cart.owner === id),
    },
    Cart: {
        __resolveReference: ({ id }) => carts[id],
        owner: (cart) => customers[cart.owner],
        lines: ({ items }) =>
            items.map(({ quantity, product, prices }) => ({ sku: product.sku, quantity, price: prices.price })),
    },
};

/** Serves a shop with this schema and returns its address. */
export async function startShop(sdl) {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
    const server = new ApolloServer({ schema, plugins: [ApolloServerPluginInlineTraceDisabled()] });
    const { url } = await startStandaloneServer(server, {
        listen: { host: "127.0.0.1", port: 0 },
        context: async ({ req }) => ({ subject: subjectOf(req) }),
    });
    return url;
}
