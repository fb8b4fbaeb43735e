// Composes subgraphs as a gateway's deployment does.
// In: [{name, url, sdl}, …] as JSON on standard input. Out: {errors, hints, supergraph}.
import { readFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

const subgraphs = JSON.parse(readFileSync(0, "utf8"));
const composed = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
);
console.log(
    JSON.stringify({
        errors: (composed.errors ?? []).map((error) => error.message),
        hints: (composed.hints ?? []).map((hint) => hint.definition.code),
        supergraph: composed.supergraphSdl ?? null,
    }),
);
