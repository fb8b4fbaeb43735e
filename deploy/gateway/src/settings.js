// The environment, read once. A setting that cannot be used ends the program with a sentence about it.
import { readFileSync } from "node:fs";

const refuse = (name, sentence) => {
    throw new Error(`${name}: ${sentence}`);
};

/** Returns a variable, or what the file holds that NAME_FILE names: secrets are mounted so. */
function given(environment, name) {
    const file = environment[`${name}_FILE`];
    return (file ? readFileSync(file, "utf8").trim() : environment[name]) || undefined;
}

function address(environment, name) {
    const text = given(environment, name) ?? refuse(name, "needed, such as https://shop.example/graphql.");
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) refuse(name, "must be an http or https address.");
    return text;
}

function number(environment, name, otherwise) {
    const value = Number(given(environment, name) ?? otherwise);
    return Number.isInteger(value) && value >= 0 ? value : refuse(name, "must be a whole number.");
}

function oneOf(environment, name, [otherwise, ...others]) {
    const value = given(environment, name) ?? otherwise;
    return [otherwise, ...others].includes(value) ? value : refuse(name, `must be ${[otherwise, ...others].join(" or ")}.`);
}

function secret(environment, name) {
    const value = given(environment, name);
    if (value !== undefined && Buffer.byteLength(value) < 32) refuse(name, "must be 32 bytes or more.");
    return value;
}

/** Returns the settings. Throws an error that names the variable. */
export function readSettings(environment = process.env) {
    return {
        magentoUrl: address(environment, "MAGENTO_GRAPHQL"),
        guerdonUrl: address(environment, "GUERDON_GRAPHQL"),
        host: given(environment, "HOST") ?? "127.0.0.1",
        port: number(environment, "PORT", 4000),
        timeout: number(environment, "TIMEOUT_MS", 10_000),
        magentoSchema: given(environment, "MAGENTO_SCHEMA"),
        grandTotal: oneOf(environment, "GRAND_TOTAL", ["guerdon", "shop"]),
        origins: (given(environment, "CORS_ORIGINS") ?? "").split(",").map((origin) => origin.trim()).filter(Boolean),
        introspection: oneOf(environment, "INTROSPECTION", ["1", "0"]) === "1",
        // With the secret, the gateway exchanges the shop's tokens for Guerdon's.
        secret: secret(environment, "GUERDON_JWT_SECRET"),
        issuer: given(environment, "GUERDON_JWT_ISSUER"),
        audience: given(environment, "GUERDON_JWT_AUDIENCE"),
    };
}
