/** What the shop has sent to Guerdon, newest first: kept for the panel that shows it. */

export interface Call {
  readonly id: number;
  /** The browser's own call, or one that the shop's backend made for it. */
  readonly by: "storefront" | "backend";
  readonly name: string;
  readonly query: string;
  readonly variables: unknown;
  /** One answer; of a subscription each that has come. */
  readonly answers: readonly unknown[];
  readonly milliseconds: number | null;
  readonly times: number;
  readonly state: "waiting" | "answered" | "refused" | "open";
}

const MOST_CALLS = 80;
const MOST_ANSWERS = 5;

let calls: readonly Call[] = [];
let count = 0;
const listeners = new Set<() => void>();

export const sentCalls = (): readonly Call[] => calls;

export function onSent(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function forgetSent(): void {
  replace([]);
}

/** Begins a call; what is returned changes it. */
export function begin(call: Pick<Call, "by" | "query" | "variables"> & Partial<Call>): (change: Partial<Call>) => void {
  const id = ++count;
  const name = /\b(?:query|mutation|subscription)\s+(\w+)/.exec(call.query)?.[1] ?? "…";
  const begun: Call = { id, name, answers: [], milliseconds: null, times: 1, state: "waiting", ...call };
  replace([begun, ...calls].slice(0, MOST_CALLS));
  return (change) => replace(calls.map((one) => (one.id === id ? { ...one, ...change } : one)));
}

/** Tells whether an answer is a refusal: errors, or what the admin API calls `userErrors`. */
export function isRefusal(answer: unknown): boolean {
  const { errors, data } = (answer ?? {}) as { errors?: unknown; data?: Record<string, unknown> | null };
  if (errors) return true;
  const payloads = Object.values(data ?? {}) as ({ userErrors?: readonly unknown[] } | null)[];
  return payloads.some((payload) => (payload?.userErrors?.length ?? 0) > 0);
}

/** Fetches as the page does, and keeps what was asked and answered: the kit is given this as its `fetch`. */
export const recordingFetch: typeof fetch = async (url, init) => {
  const { query, variables } = JSON.parse(String(init?.body)) as { query: string; variables: unknown };
  const change = begin({ by: "storefront", query, variables });
  const start = performance.now();
  try {
    const response = await fetch(url, init);
    const milliseconds = Math.round(performance.now() - start);
    if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
      change({ milliseconds, state: "open" });
      void keepEvents(response.clone(), change);
    } else {
      const answer = (await response.clone().json()) as unknown;
      change({ milliseconds, answers: [answer], state: isRefusal(answer) ? "refused" : "answered" });
    }
    return response;
  } catch (error) {
    change({ answers: [String(error)], state: "refused" });
    throw error;
  }
};

async function keepEvents(response: Response, change: (change: Partial<Call>) => void): Promise<void> {
  let answers: readonly unknown[] = [];
  let rest = "";
  try {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      const events = (rest + read.value).split("\n\n");
      rest = events.pop() ?? "";
      const found = events.flatMap((event) => /^event: next\ndata: (.*)$/m.exec(event)?.[1] ?? []);
      if (found.length === 0) continue;
      answers = [...found.map((data) => JSON.parse(data) as unknown).reverse(), ...answers].slice(0, MOST_ANSWERS);
      change({ answers });
    }
  } catch {
    // The page has stopped listening.
  }
  change({ state: "answered" });
}

function replace(next: readonly Call[]): void {
  calls = next;
  for (const listener of listeners) listener();
}
