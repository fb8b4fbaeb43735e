// What of the graph is Guerdon's: which fields, and which of the shop's it takes the place of.
import { readFileSync } from "node:fs";
import { mapSchema, MapperKind, pruneSchema } from "@graphql-tools/utils";
import { buildSchema } from "graphql";

const FLAGS = /^(magento_reward_|reward_points_)/;
const ROOTS = ["customer", "cart", "storeConfig", "reward_points_offers"];
const OF_CARTS = ["applied_reward_points", "reward_points_quote"];

// Of types that the shop has too. Of all others of Guerdon's, everything is taken.
const TAKEN = {
    Query: (field) => ROOTS.includes(field),
    Mutation: (field) => field !== "updateCustomerV2",
    Subscription: () => false,
    Customer: (field) => field === "reward_points",
    Cart: (field) => ["id", "prices", ...OF_CARTS].includes(field),
    StoreConfig: (field) => FLAGS.test(field),
};
// What nobody but Guerdon answers. Adobe Commerce has some of it: here that is not asked.
const OURS = {
    Query: (field) => field === "reward_points_offers",
    Mutation: (field) => /RewardPoints/.test(field),
    Customer: TAKEN.Customer,
    Cart: (field) => [...OF_CARTS, "prices_with_reward_points"].includes(field),
    StoreConfig: TAKEN.StoreConfig,
    OrderTotal: (field) => field === "total_reward_points",
    CustomerOrder: (field) => field === "reward_points",
};

export const isOurs = (type, field) => OURS[type]?.(field) ?? false;

/** Returns the part of Guerdon's schema that the graph takes from it. */
export function guerdonsSchema() {
    const file = new URL("../guerdon.graphql", import.meta.url);
    return only(buildSchema(readFileSync(file, "utf8")), (type, field) => TAKEN[type]?.(field) ?? true);
}

/** Returns the shop's schema without what Guerdon answers. */
export const shopsSchema = (schema) => only(schema, (type, field) => !isOurs(type, field));

function only(schema, isKept) {
    const kept = mapSchema(schema, {
        [MapperKind.OBJECT_FIELD]: (config, field, type) => (isKept(type, field) ? config : null),
    });
    return pruneSchema(kept);
}
