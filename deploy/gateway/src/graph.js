// One graph of the shop and Guerdon: carts, customers and store configurations are merged, not doubled.
import { delegateToSchema } from "@graphql-tools/delegate";
import { stitchSchemas } from "@graphql-tools/stitch";
import { RenameObjectFields } from "@graphql-tools/wrap";
import { asksOnly, isOwnCustomer } from "./asking.js";
import { orderTotals } from "./orders.js";
import { guerdonsSchema, isOurs, shopsSchema } from "./points.js";
import { cartTotals, rememberTotal, withTotals } from "./totals.js";

const EXTENSIONS = `
    extend type OrderTotal { "What the points paid of the order." total_reward_points: Money }
    extend type CustomerOrder { "Guerdon: the points of the order." reward_points: OrderRewardPoints }
    type OrderRewardPoints { used: Int! pending: Int! earned: Int! returned: Int! reversed: Int! }
`;

/** Returns the schema that clients see. Of two that answer a field the later one does: the shop. */
export function graphOf({ magento, guerdon, magentosSchema, grandTotal }) {
    const shop = shopSubschema(shopsSchema(magentosSchema), magento);
    const points = pointsSubschema(guerdon);
    return stitchSchemas({
        subschemas: [points, shop],
        typeDefs: EXTENSIONS,
        resolvers: [rootsOf(points, shop), orderTotals(guerdon), grandTotal === "guerdon" ? cartTotals(guerdon) : {}],
        mergeTypes: true,
    });
}

/** The shop completes a cart that Guerdon's mutations answer. */
const shopSubschema = (schema, magento) => ({
    name: "shop",
    schema,
    executor: magento.execute,
    batch: true,
    merge: { Cart: { selectionSet: "{ id }", fieldName: "cart", args: ({ id }) => ({ cart_id: id }) } },
});

const pointsSubschema = (guerdon) => ({
    name: "points",
    schema: guerdonsSchema(),
    executor: guerdon.execute,
    batch: true,
    // The shop has prices too, and it has its own of everything but what is due.
    transforms: [new RenameObjectFields((type, field) => (type === "Cart" && field === "prices" ? "prices_with_reward_points" : field))],
    merge: {
        Cart: { selectionSet: "{ id }", resolve: cartsPoints },
        // Neither has a key: the token says whose it is, and `Store` of which website.
        Customer: { resolve: customersPoints },
        StoreConfig: { fieldName: "storeConfig", args: () => ({}) },
    },
});

/** Asks Guerdon for a cart that the shop has answered; one that it has not been told of has no points. */
async function cartsPoints({ id }, context, info, subschema, selectionSet) {
    const isGuest = !(await context.points.authorization());
    if (isGuest && asksOnly(selectionSet, isNullForGuests)) return null;
    const found = await asked({ fieldName: "cart", args: { cart_id: id }, context, info, subschema, selectionSet: withTotals(selectionSet) });
    if (isNoSuchCart(found)) return null;
    rememberTotal(context, id, info, found);
    return found;
}

const isNullForGuests = (field) => field !== "reward_points_quote";
const isNoSuchCart = (found) => found instanceof Error && /^(Could not find a cart|The cart isn't active)/.test(found.message);

/** Asks Guerdon for the points of the customer who is signed in; those of others are nobody's business here. */
async function customersPoints(_customer, context, info, subschema, selectionSet) {
    if (!isOwnCustomer(info)) return null;
    return asked({ fieldName: "customer", context, info, subschema, selectionSet });
}

const asked = ({ subschema, ...options }) =>
    delegateToSchema({ schema: subschema, operation: "query", returnType: typeIn(subschema, options.fieldName), skipTypeMerging: true, ...options });

const typeIn = (subschema, field) => subschema.transformedSchema.getQueryType().getFields()[field].type;

/** Asks only Guerdon where only points are asked for, the shop in all other cases. */
const rootsOf = (points, shop) => ({
    Query: Object.fromEntries(
        ["customer", "storeConfig"].map((fieldName) => [
            fieldName,
            (_root, args, context, info) => {
                const { name: type } = info.returnType;
                const isPoints = info.fieldNodes.every(({ selectionSet }) => asksOnly(selectionSet, (field) => isOurs(type, field), info.fragments));
                return delegateToSchema({ schema: isPoints ? points : shop, fieldName, args, context, info });
            },
        ]),
    ),
});
