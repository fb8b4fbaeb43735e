/** The shop's backend: the page asks it for what no browser may do, and is told what it sent to the admin API. */
import { begin, isRefusal } from "./sent";

interface SentByBackend {
  readonly query: string;
  readonly variables: unknown;
  readonly answer: unknown;
  readonly times: number;
}

interface Answer<Result> {
  readonly data?: Result;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
  readonly sent?: readonly SentByBackend[];
}

/** Why the shop's backend, or Guerdon behind it, said no; `code` is empty where it was not reached. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly code = "",
  ) {
    super(message);
  }
}

/** What the admin API's commands answer with. */
export interface Payload {
  readonly userErrors: readonly { code: string; message: string; path: readonly string[] | null }[];
}

export async function askBackend<Result>(action: string, body: object, token: string | null): Promise<Result> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token) headers["authorization"] = `Bearer ${token}`;
  const { data, errors, sent } = await post<Result>(`/demo/backend/${action}`, headers, body);
  for (const { answer, ...call } of sent ?? []) {
    const state = isRefusal(answer) ? "refused" : "answered";
    begin({ by: "backend", ...call, answers: [answer], state });
  }
  const error = errors?.[0];
  if (error || data === undefined) throw new Refused(error?.message ?? "…", error?.extensions?.code);
  return data;
}

async function post<Result>(url: string, headers: Record<string, string>, body: object): Promise<Answer<Result>> {
  try {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as Answer<Result>;
  } catch (error) {
    throw new Refused(String(error));
  }
}

/** Throws what a command was refused with, if it was. */
export function carriedOut<Result extends Payload>(payload: Result): Result {
  const error = payload.userErrors[0];
  if (error) throw new Refused(error.message, error.code);
  return payload;
}
