// The two sides behind the gateway: which headers each is sent, and how each fails.
import { createGraphQLError } from "@graphql-tools/utils";
import { print } from "graphql";

export const UNAVAILABLE = { extensions: { code: "UNAVAILABLE", category: "graphql-unavailable" } };

// What Adobe documents of GraphQL requests, and what ties log lines and traces together.
const TRACING = ["traceparent", "tracestate", "x-request-id"];
const TO_MAGENTO = [
    "store",
    "content-currency",
    "preview-version",
    "x-adobe-company",
    "x-captcha",
    "x-magento-cache-id",
    "x-recaptcha",
    ...TRACING,
];
const TO_GUERDON = ["store", ...TRACING];

/** Returns the token of the shop's own: another than Guerdon's where a client sends both. */
export const shopsToken = (headers) => headers.get("x-magento-authorization") ?? headers.get("authorization");

export function magentosHeaders({ headers, address }) {
    return sent(headers, TO_MAGENTO, { authorization: shopsToken(headers), "x-forwarded-for": route(headers, address) });
}

export async function guerdonsHeaders({ headers, address, points }) {
    return sent(headers, TO_GUERDON, { authorization: await points.authorization(), "x-forwarded-for": route(headers, address) });
}

/** Returns those of the client's headers that have these names, and others; never a cookie. */
function sent(headers, names, others) {
    const chosen = names.map((name) => [name, headers.get(name)]);
    return Object.fromEntries([...chosen, ...Object.entries(others)].filter(([, value]) => value));
}

const route = (headers, address) => [headers.get("x-forwarded-for"), address].filter(Boolean).join(", ");

/** An executor of one side, for documents that the gateway writes or passes on. */
export class Upstream {
    constructor({ name, url, timeout, headersOf }) {
        Object.assign(this, { name, url, timeout, headersOf });
    }

    execute = async ({ document, variables, context }) =>
        this.send({ query: print(document), variables }, await this.headersOf(context));

    /** Sends a request and returns the answer: whatever fails is an error in it, nothing is thrown. */
    async send({ query, variables, method = "POST" }, headers, relay = () => {}) {
        const signal = AbortSignal.timeout(this.timeout);
        const body = { query, variables: variables && Object.keys(variables).length ? variables : undefined };
        try {
            const response = await (method === "GET" ? this.#get(body, headers, signal) : this.#post(body, headers, signal));
            relay(response.headers);
            const answer = await response.json();
            if (answer?.data === undefined && !Array.isArray(answer?.errors)) throw new Error(`answered ${response.status}`);
            return answer;
        } catch (error) {
            const why = error.name === "TimeoutError" ? `did not answer within ${this.timeout} ms` : error.cause?.code ?? error.message;
            console.error(JSON.stringify({ level: "error", event: `${this.name} unavailable`, why }));
            return { data: null, errors: [createGraphQLError(`${this.name} is not available at the moment.`, UNAVAILABLE)] };
        }
    }

    #post(body, headers, signal) {
        const all = { ...headers, "content-type": "application/json", accept: "application/json" };
        return fetch(this.url, { method: "POST", headers: all, body: JSON.stringify(body), signal, redirect: "error" });
    }

    #get({ query, variables }, headers, signal) {
        const url = new URL(this.url);
        url.searchParams.set("query", query);
        if (variables) url.searchParams.set("variables", JSON.stringify(variables));
        return fetch(url, { headers: { ...headers, accept: "application/json" }, signal, redirect: "error" });
    }
}
