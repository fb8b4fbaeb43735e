// Guerdon's gateway: Magento and Guerdon behind one address.
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { readFile } from "node:fs/promises";
import { buildClientSchema, buildSchema, getIntrospectionQuery, NoSchemaIntrospectionCustomRule, parse } from "graphql";
import { createYoga } from "graphql-yoga";
import { createGraphQLError } from "@graphql-tools/utils";
import { Exchange } from "./exchange.js";
import { graphOf } from "./graph.js";
import { passing } from "./passing.js";
import { readSettings } from "./settings.js";
import { guerdonsHeaders, magentosHeaders, UNAVAILABLE, Upstream } from "./upstream.js";

const MOST_TOKENS = 15_000; // of a document
const MOST_BYTES = 1_000_000; // of a request's body
const PAUSE_MS = 2_000;
const ALLOWED_HEADERS = [
    "authorization", "content-currency", "content-type", "preview-version", "store", "traceparent", "tracestate", "x-adobe-company",
    "x-captcha", "x-magento-authorization", "x-magento-cache-id", "x-recaptcha", "x-request-id",
];

const say = (event, more = {}) => console.error(JSON.stringify({ level: "info", event, ...more }));

/** Returns Magento's schema: of the file, or as Magento itself tells, for which it is waited. */
async function magentosSchemaOf({ magentoSchema }, magento) {
    if (magentoSchema) return buildSchema(await readFile(magentoSchema, "utf8"));
    for (;;) {
        const { data, errors } = await magento.send({ query: getIntrospectionQuery() }, {});
        if (data?.__schema) return buildClientSchema(data);
        say("waiting for Magento's schema", { error: errors?.[0]?.message });
        await pause(PAUSE_MS);
    }
}

/** Bounds what is read of a document, and lets an operation without a name be called anything, as Magento does. */
const lenientAndBounded = {
    onParams({ params, setParams }) {
        const { query, operationName } = params;
        if (typeof query !== "string" || !/^\w+$/.test(operationName ?? "")) return;
        const isNamed = new RegExp(`\\b(query|mutation)\\s+${operationName}\\b`).test(query);
        if (!isNamed) setParams({ ...params, operationName: undefined });
    },
    onParse({ setParseFn }) {
        setParseFn((source, options) => parse(source, { ...options, maxTokens: MOST_TOKENS }));
    },
};
/** Both sides have their time, some of it one after the other; no answer takes longer. */
const timely = (timeout) => ({
    onExecute({ executeFn, setExecuteFn }) {
        setExecuteFn((args) => {
            const { promise: late, stop } = after(4 * timeout, { errors: [createGraphQLError("This took too long.", UNAVAILABLE)] });
            return Promise.race([executeFn(args), late]).finally(stop);
        });
    },
});

function after(milliseconds, value) {
    let timer;
    const promise = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds, value)));
    return { promise, stop: () => clearTimeout(timer) };
}

const withoutIntrospection = { onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule) };
/** Answers are for one customer: no cache keeps them. */
const private_ = {
    onResponse({ response, serverContext }) {
        response.headers.set("cache-control", "private, no-store");
        if (serverContext.cacheId) response.headers.set("x-magento-cache-id", serverContext.cacheId);
    },
};

async function start() {
    const settings = readSettings();
    const magento = new Upstream({ name: "Magento", url: settings.magentoUrl, timeout: settings.timeout, headersOf: magentosHeaders });
    const guerdon = new Upstream({ name: "Guerdon", url: settings.guerdonUrl, timeout: settings.timeout, headersOf: guerdonsHeaders });
    const exchange = settings.secret && new Exchange({ magento, ...settings });
    const schema = graphOf({ magento, guerdon, magentosSchema: await magentosSchemaOf(settings, magento), ...settings });

    const yoga = createYoga({
        schema,
        graphqlEndpoint: "/graphql",
        healthCheckEndpoint: "/livez",
        graphiql: false,
        landingPage: false,
        logging: false,
        cors: settings.origins.length > 0 && {
            origin: settings.origins,
            methods: ["GET", "POST"],
            allowedHeaders: ALLOWED_HEADERS,
            exposedHeaders: ["x-magento-cache-id"],
        },
        context: ({ request, req }) => contextOf(request.headers, req.socket.remoteAddress, exchange),
        plugins: [lenientAndBounded, ...(settings.introspection ? [] : [withoutIntrospection]), passing({ magento, ...settings }), timely(settings.timeout), private_],
    });
    const server = createServer((request, response) => {
        const status = refusalOf(request);
        return status ? response.writeHead(status).end() : yoga(request, response);
    });
    server.listen(settings.port, settings.host, () => say("listening", { url: `http://${settings.host}:${server.address().port}/graphql` }));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop(server, settings.timeout));
}

/** Returns the status that refuses a body of unknown length, or a long one; undefined for any other request. */
function refusalOf({ method, headers }) {
    if (method === "POST" && headers["content-length"] === undefined) return 411;
    return Number(headers["content-length"] ?? 0) > MOST_BYTES ? 413 : undefined;
}

/** Answers what is under way, and no more. */
function stop(server, timeout) {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), timeout).unref();
}

/** Returns what is of one request alone: its headers, and whom they speak for at Guerdon. */
function contextOf(headers, address, exchange) {
    const context = { headers, address, totals: new Map() };
    let found;
    const authorization = () => (found ??= exchange ? exchange.authorization(context) : Promise.resolve(headers.get("authorization") ?? undefined));
    return Object.assign(context, { points: { authorization } });
}

start().catch((error) => {
    console.error(`guerdon-gateway: ${error.message}`);
    process.exit(1);
});
