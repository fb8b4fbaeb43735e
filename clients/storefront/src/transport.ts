import type { Document } from "./document.js";
import { type ErrorKind, PointsError } from "./errors.js";

export interface Options {
  /** Where the API is: Guerdon's own `/graphql`, or your gateway's. */
  url: string | URL;
  /**
   * The signed-in customer's token; nothing for a guest. Called for each request, and once more with `true` after the
   * token was refused: return a new one then, if you can get one.
   */
  token?: (wasRefused: boolean) => Token | Promise<Token>;
  /** The website or store view, as in Adobe's header `Store`; without it, the one that the token is for. */
  store?: string;
  /** After how many seconds without an answer to give up: 10. */
  seconds?: number;
  /** What to fetch with, for tests and servers: the page's `fetch`. */
  fetch?: typeof fetch;
}

export type Token = string | null | undefined;

interface Answer<Result> {
  data?: Result | null;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
}

const KINDS: Record<string, ErrorKind> = { UNAVAILABLE: "busy", INTERNAL_SERVER_ERROR: "busy", RATE_LIMITED: "busy" };

/** Speaks GraphQL over HTTP, with the customer's token of the moment. */
export class Transport {
  constructor(readonly options: Options) {}

  /** Asks once, and once more with a new token if the first was refused and there is another. */
  async ask<Result, Variables>(document: Document<Result, Variables>, variables: Variables): Promise<Result> {
    const token = await this.token(false);
    try {
      return await this.#ask(document, variables, token);
    } catch (error) {
      if (!(error instanceof PointsError) || error.kind !== "expired") throw error;
      const another = await this.token(true);
      if (!another || another === token) throw error;
      return this.#ask(document, variables, another);
    }
  }

  /** Returns the token of the moment; a shop that can't give one is a network that fails. */
  async token(wasRefused: boolean): Promise<Token> {
    try {
      return await this.options.token?.(wasRefused);
    } catch (error) {
      throw new PointsError("network", String(error));
    }
  }

  /** Sends an operation; throws a PointsError if nobody answers. */
  async post(
    query: string,
    variables: unknown,
    token: Token,
    { accept = "application/json", signal }: { accept?: string; signal: AbortSignal },
  ): Promise<Response> {
    const { url, store, fetch: send = fetch } = this.options;
    const headers: Record<string, string> = { accept, "content-type": "application/json" };
    if (token) headers["authorization"] = `Bearer ${token}`;
    if (store) headers["store"] = store;
    try {
      return await send(url, { method: "POST", headers, body: JSON.stringify({ query, variables }), signal });
    } catch (error) {
      throw new PointsError("network", String(error));
    }
  }

  async #ask<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    token: Token,
  ): Promise<Result> {
    const signal = AbortSignal.timeout((this.options.seconds ?? 10) * 1000);
    const response = await this.post(document, variables, token, { signal });
    return readAnswer(response, await readJson<Answer<Result>>(response), token);
  }
}

async function readJson<Result>(response: Response): Promise<Result | null> {
  try {
    return (await response.json()) as Result;
  } catch (error) {
    // Cut off on its way, or a proxy's page.
    if (response.ok) throw new PointsError("network", String(error));
    return null;
  }
}

/** Returns an answer's data; throws a PointsError if there are errors in it, or if it is none. */
export function readAnswer<Result>(response: Response, answer: Answer<Result> | null, token: Token): Result {
  const error = answer?.errors?.[0];
  if (answer?.data && !error) return answer.data;
  const code = error?.extensions?.code ?? "";
  const message = error?.message ?? `The service answered with the status ${response.status}.`;
  const seconds = Number(response.headers.get("retry-after")) || undefined;
  throw new PointsError(kindOf(code, response.status, token), message, code, seconds);
}

function kindOf(code: string, status: number, token: Token): ErrorKind {
  if (code === "UNAUTHENTICATED" || status === 401) return token ? "expired" : "guest";
  return KINDS[code] ?? (status === 429 || status >= 500 ? "busy" : "refused");
}
