// Documents without points go to the shop as they came: one request, and its answer unchanged.
import { getOperationAST, print, separateOperations } from "graphql";
import { hasField } from "./asking.js";
import { isOurs } from "./points.js";
import { magentosHeaders, shopsToken } from "./upstream.js";

/** A plugin of Yoga's that passes them on. */
export function passing({ magento, grandTotal }) {
    return {
        onExecute({ args, setExecuteFn }) {
            const { schema, document, operationName, contextValue: context } = args;
            const operation = separateOperations(document)[getOperationAST(document, operationName)?.name?.value ?? ""] ?? document;
            const isTotalOurs = grandTotal === "guerdon" && Boolean(shopsToken(context.headers));
            const isNotTheShops = (type, field) =>
                isOurs(type, field) || field === "__schema" || field === "__type" || (isTotalOurs && type === "CartPrices" && field === "grand_total");
            if (!hasField(operation, schema, isNotTheShops)) setExecuteFn(() => passOn(operation, args, magento));
        },
    };
}

function passOn(operation, { variableValues, contextValue: context }, magento) {
    const { operation: kind } = getOperationAST(operation);
    const method = kind === "query" && context.request.method === "GET" ? "GET" : "POST";
    return magento.send({ query: print(operation), variables: variableValues, method }, magentosHeaders(context), (headers) => {
        context.cacheId = headers.get("x-magento-cache-id");
    });
}
