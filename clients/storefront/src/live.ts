import type { Document } from "./document.js";
import { PointsError } from "./errors.js";
import { readAnswer, type Token, type Transport } from "./transport.js";

// The server says every 15 seconds that it is there.
const QUIET_MS = 45_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Follows a subscription over server-sent events until it is stopped: connects again when the connection is lost and,
 * with a new token, when the token has expired. Ends by itself, after `failed`, when the answer will not change:
 * nobody is signed in, the token is no longer good and there is no other, or the service says no.
 */
export function follow<Result>(
  transport: Transport,
  document: Document<Result, Record<string, never>>,
  next: (result: Result) => void,
  failed: (error: PointsError) => void,
): () => void {
  const stop = new AbortController();
  void followUntil(stop.signal);
  return () => stop.abort();

  async function followUntil(stopped: AbortSignal): Promise<void> {
    let wait = 1000;
    let refused: Token;
    while (!stopped.aborted) {
      let token: Token;
      try {
        token = await transport.token(refused !== undefined);
        if (refused && (!token || token === refused)) throw new PointsError("expired", "The token has expired.");
        await listen(transport, document, token, stopped, (result) => {
          wait = 1000;
          refused = undefined;
          // What the page does with it is not the connection's trouble.
          queueMicrotask(() => stopped.aborted || next(result));
        });
      } catch (error) {
        if (stopped.aborted) return;
        const problem = error instanceof PointsError ? error : new PointsError("network", String(error));
        if (problem.kind === "expired" && !refused) {
          refused = token;
          continue;
        }
        failed(problem);
        if (problem.kind !== "network" && problem.kind !== "busy") return;
      }
      await pause(wait * (0.5 + Math.random()), stopped);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }
}

/** Listens on one connection until it ends. */
async function listen<Result>(
  transport: Transport,
  document: Document<Result, Record<string, never>>,
  token: Token,
  stopped: AbortSignal,
  next: (result: Result) => void,
): Promise<void> {
  const quiet = new AbortController();
  const stop = () => quiet.abort();
  stopped.addEventListener("abort", stop);
  let timer = setTimeout(stop, QUIET_MS);
  try {
    const response = await transport.post(document, {}, token, { accept: "text/event-stream", signal: quiet.signal });
    if (!response.headers.get("content-type")?.startsWith("text/event-stream") || !response.body) {
      readAnswer(response, (await response.json().catch(() => null)) as object | null, token);
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(stop, QUIET_MS);
      const events = (text + value).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1];
        if (data) next(readAnswer<Result>(response, JSON.parse(data) as object, token));
      }
    }
  } finally {
    clearTimeout(timer);
    quiet.abort();
    stopped.removeEventListener("abort", stop);
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
