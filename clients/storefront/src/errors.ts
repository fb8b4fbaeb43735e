/**
 * Why there is no answer:
 * - `network`: the service was not reached, or not in time;
 * - `guest`: nobody is signed in;
 * - `expired`: the token is no longer good;
 * - `busy`: the service can't answer now, try again after `retryAfter` seconds;
 * - `refused`: the service said no: `code` says why, `message` in words.
 */
export type ErrorKind = "network" | "guest" | "expired" | "busy" | "refused";

/** Thrown by everything that the client is asked. */
export class PointsError extends Error {
  override readonly name = "PointsError";

  constructor(
    readonly kind: ErrorKind,
    message: string,
    /** The API's code, for example INSUFFICIENT_POINTS; empty if the API was not reached. */
    readonly code = "",
    /** After how many seconds to try again, where the service has said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
