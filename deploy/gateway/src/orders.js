// Points of orders: Guerdon knows them by the shop's order numbers, and is asked once for all of a request's.
import { defaultMergedResolver } from "@graphql-tools/delegate";
import { createGraphQLError } from "@graphql-tools/utils";
import { parse } from "graphql";

const PAGE = 100;
const MOST_PAGES = 10;
const OF_ORDERS = parse(`query ($page: Int!) { customer { orders(currentPage: $page, pageSize: ${PAGE}) {
    total_count
    items { number total { total_reward_points { value currency } } reward_points { used pending earned returned reversed } }
} } }`);
const numbers = new WeakMap();

/** Returns the resolvers that put Guerdon's fields into the shop's orders. */
export function orderTotals(guerdon) {
    const ofOrder = (number, context) => (context.orders ??= new OrdersOfRequest(guerdon, context)).find(number);
    return {
        CustomerOrder: {
            total: {
                selectionSet: "{ number }",
                async resolve(order, args, context, info) {
                    const total = await defaultMergedResolver(order, args, context, info);
                    if (total) numbers.set(total, order.number);
                    return total;
                },
            },
            reward_points: {
                selectionSet: "{ number }",
                resolve: async ({ number }, _args, context) => (await ofOrder(number, context))?.reward_points ?? null,
            },
        },
        OrderTotal: {
            total_reward_points: {
                selectionSet: "{ __typename }", // or the shop would be asked for nothing of the total, and say null
                resolve: async (total, _args, context) =>
                    (await ofOrder(numbers.get(total), context))?.total?.total_reward_points ?? null,
            },
        },
    };
}

class OrdersOfRequest {
    #found = new Map();
    #pages = 0;
    #isAll = false;
    #reading = Promise.resolve();

    constructor(guerdon, context) {
        Object.assign(this, { guerdon, context });
    }

    /** Returns what Guerdon says of an order; undefined for guests, and for one that it has not been told of. */
    async find(number) {
        if (!(await this.context.points.authorization())) return undefined;
        this.#reading = this.#reading.then(() => this.#readUntil(number));
        await this.#reading;
        return this.#found.get(number);
    }

    async #readUntil(number) {
        while (!this.#found.has(number) && !this.#isAll && this.#pages < MOST_PAGES) {
            this.#pages += 1;
            const variables = { page: this.#pages };
            const { data, errors } = await this.guerdon.execute({ document: OF_ORDERS, variables, context: this.context });
            if (errors?.length) throw createGraphQLError(errors[0].message, { extensions: errors[0].extensions });
            const { items, total_count } = data.customer?.orders ?? { items: [], total_count: 0 };
            for (const order of items) this.#found.set(order.number, order);
            this.#isAll = this.#pages * PAGE >= total_count;
        }
    }
}
