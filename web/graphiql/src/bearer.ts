/** What a token says of itself. For the eye only: the server alone decides what it is worth. */
import type { Api } from "./configuration";

interface Claims {
  sub?: string;
  exp?: number;
  scope?: string;
  scopes?: string[];
}

export interface BearerSummary {
  text: string;
  usable: boolean;
}

/** Say whose token it is and for how long, or why this API will refuse it. `now` in milliseconds. */
export function summariseBearer(token: string, api: Api, now: number): BearerSummary {
  const claims = readClaims(token);
  if (claims === null) return refused("not a token");
  if (claims.sub === undefined || claims.exp === undefined) return refused("no subject or expiry");
  const secondsLeft = claims.exp - now / 1000;
  if (secondsLeft <= 0) return refused("expired");
  if (issuedFor(claims) !== api) return refused(`a token for the ${issuedFor(claims)} API`);
  return { text: `${claims.sub}, ${duration(secondsLeft)} left`, usable: true };
}

function refused(reason: string): BearerSummary {
  return { text: reason, usable: false };
}

/** A token with scopes is the admin API's, one without a customer's. */
function issuedFor(claims: Claims): Api {
  return claims.scope === undefined && claims.scopes === undefined ? "storefront" : "admin";
}

function readClaims(token: string): Claims | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
  } catch {
    return null;
  }
}

function duration(seconds: number): string {
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}
