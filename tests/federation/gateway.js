// Apollo's gateway in front of Guerdon and a shop's subgraph.
// In: {guerdon: address, gateways: {name: {guerdon: sdl, shop: sdl}}} as JSON on standard input.
// Out: {name: address of the gateway}, when all of them answer. Ends when standard input does.
import { createInterface } from "node:readline";
import { composeServices } from "@apollo/composition";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { parse } from "graphql";
import { startShop } from "./shop.js";

// Guerdon knows the customer by the token and the website by `Store`.
const FORWARDED = ["authorization", "store"];

class Forwarding extends RemoteGraphQLDataSource {
    willSendRequest({ request, context }) {
        for (const [name, value] of Object.entries(context.headers ?? {})) {
            request.http.headers.set(name, value);
        }
    }
}

async function startGateway(guerdon, sdl) {
    const { errors, supergraphSdl } = composeServices([
        { name: "guerdon", url: `${guerdon}/graphql`, typeDefs: parse(sdl.guerdon) },
        { name: "shop", url: await startShop(sdl.shop), typeDefs: parse(sdl.shop) },
    ]);
    if (errors) throw new Error(errors.map((error) => error.message).join("\n"));
    const gateway = new ApolloGateway({ supergraphSdl, buildService: ({ url }) => new Forwarding({ url }) });
    const { url } = await startStandaloneServer(new ApolloServer({ gateway, includeStacktraceInErrorResponses: false }), {
        listen: { host: "127.0.0.1", port: 0 },
        context: async ({ req }) => ({
            headers: Object.fromEntries(FORWARDED.filter((name) => req.headers[name]).map((name) => [name, req.headers[name]])),
        }),
    });
    return url;
}

const lines = createInterface({ input: process.stdin });
lines.once("line", async (line) => {
    const { guerdon, gateways } = JSON.parse(line);
    const started = {};
    for (const [name, sdl] of Object.entries(gateways)) started[name] = await startGateway(guerdon, sdl);
    console.log(JSON.stringify(started));
});
lines.once("close", () => process.exit(0));
