// One token: a customer signed in at the shop gets a short one for Guerdon, signed here.
import { createHash, createHmac } from "node:crypto";
import { createGraphQLError } from "@graphql-tools/utils";
import { magentosHeaders, shopsToken } from "./upstream.js";

const KEPT_MS = 60_000; // so long may the shop have signed somebody out before points notice it
const MOST_KEPT = 10_000;
const LIVES_SECONDS = 2 * (KEPT_MS / 1000);
const MAGENTOS_CUSTOMER = 3;

/** Whom the shop's tokens speak for, asked of the shop once a minute and token. */
export class Exchange {
    #kept = new Map();

    constructor({ magento, secret, issuer, audience }) {
        Object.assign(this, { magento, secret, issuer, audience });
    }

    /** Returns the Authorization for Guerdon; undefined for a guest. Throws if the shop does not say who it is. */
    async authorization(context) {
        const token = shopsToken(context.headers);
        if (!token) return undefined;
        const key = createHash("sha256").update(`${context.headers.get("store") ?? ""}\n${token}`).digest("base64");
        const kept = this.#kept.get(key);
        if (kept && kept.until > Date.now()) return kept.authorization;
        const authorization = this.#signed(token, context);
        this.#keep(key, { authorization, until: Date.now() + KEPT_MS });
        authorization.then((found) => found || this.#kept.delete(key), () => this.#kept.delete(key));
        return authorization;
    }

    #keep(key, entry) {
        this.#kept.delete(key);
        this.#kept.set(key, entry);
        if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value);
    }

    async #signed(token, context) {
        const { data, errors } = await this.magento.send({ query: "{ customer { id } }" }, magentosHeaders(context));
        if (!data?.customer) {
            if (errors?.some(({ extensions }) => extensions?.code === "UNAVAILABLE")) throw createGraphQLError(errors[0].message, errors[0]);
            return undefined; // signed out, or a token of another kind: a guest
        }
        const id = customerId(data.customer.id) ?? customerId(uidOf(token));
        if (id === undefined) throw createGraphQLError("The shop does not say which customer this token is for.");
        return `Bearer ${this.#sign(id)}`;
    }

    #sign(id) {
        const now = Math.floor(Date.now() / 1000);
        const claims = { sub: id, iss: this.issuer, aud: this.audience, iat: now, exp: now + LIVES_SECONDS };
        const signed = [{ alg: "HS256", typ: "JWT" }, claims].map((part) => base64url(JSON.stringify(part))).join(".");
        return `${signed}.${createHmac("sha256", this.secret).update(signed).digest("base64url")}`;
    }
}

const base64url = (text) => Buffer.from(text).toString("base64url");

/** Returns the number that Magento has given a customer: as it is, or in base64 as from 2.4.9. */
function customerId(given) {
    if (Number.isInteger(given) || /^\d+$/.test(given ?? "")) return String(given);
    const text = typeof given === "string" ? Buffer.from(given, "base64").toString() : "";
    return /^\d+$/.test(text) ? text : undefined;
}

/** Returns the customer of one of Magento's JWTs; that it is good, Magento has just said by answering. */
function uidOf(token) {
    const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/i.exec(token) ?? [];
    try {
        const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
        return claims.utypid === MAGENTOS_CUSTOMER ? claims.uid : undefined;
    } catch {
        return undefined;
    }
}
