/** The staff's identity provider: OpenID Connect's code flow with PKCE, renewal, and signing out. */
import * as oauth from "oauth4webapi";
import { configuration, type Provider } from "../configuration";
import { begin, currentSession, end, type SignedIn, type Tokens } from "./session";

const KEY = "guerdon admin sign-in";
const RENEW_BEFORE_MS = 60_000;
/** How long the provider may take for an answer, and is left alone after it gave none to a renewal. */
const PATIENCE_MS = 5_000;
const REST_MS = 30_000;
const CALLBACK = "/admin/signed-in";

/** What is remembered while the person is at the provider. */
interface Trip {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

interface Known {
  provider: Provider;
  server: oauth.AuthorizationServer;
  client: oauth.Client;
}

let discovered: Promise<Known> | null = null;
let resting = 0; // Unix time in milliseconds until which no renewal is tried

function options(): { [oauth.allowInsecureRequests]: boolean; signal: AbortSignal } {
  // Only a provider on this machine is spoken to without TLS, as tests do.
  const host = new URL(configuration.provider?.issuer ?? "https://none").hostname;
  return {
    [oauth.allowInsecureRequests]: host === "127.0.0.1" || host === "localhost",
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
}

function known(): Promise<Known> {
  discovered ??= discover();
  discovered.catch(() => (discovered = null));
  return discovered;
}

async function discover(): Promise<Known> {
  const { provider } = configuration;
  if (provider === null) throw new Error("No identity provider is set.");
  const issuer = new URL(provider.issuer);
  const response = await oauth.discoveryRequest(issuer, { ...options(), algorithm: "oidc" });
  const server = await oauth.processDiscoveryResponse(issuer, response);
  return { provider, server, client: { client_id: provider.clientId } };
}

function callback(): string {
  return location.origin + CALLBACK;
}

/** Go to the provider; the person comes back to `returnTo`. */
export async function leaveToSignIn(returnTo: string): Promise<void> {
  const { provider, server } = await known();
  const trip: Trip = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    returnTo,
  };
  sessionStorage.setItem(KEY, JSON.stringify(trip));
  const url = new URL(server.authorization_endpoint ?? "");
  const asked = {
    client_id: provider.clientId,
    redirect_uri: callback(),
    response_type: "code",
    scope: provider.scopes,
    state: trip.state,
    nonce: trip.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: "S256",
    ...(provider.audience === null ? {} : { audience: provider.audience }),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  location.assign(url);
}

export function isCallback(): boolean {
  return location.pathname === CALLBACK;
}

/** Take what the provider sent along, begin the session, and return where the person was. */
export async function comeBack(): Promise<string> {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (kept === null) throw new Error("this tab did not begin it");
  const trip = JSON.parse(kept) as Trip;
  const { server, client } = await known();
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), trip.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server, client, oauth.None(), parameters, callback(), trip.verifier, options(),
  );
  const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: trip.nonce,
    requireIdToken: true,
  });
  begin(tokensOf(result));
  return trip.returnTo;
}

function tokensOf(result: oauth.TokenEndpointResponse, before?: Tokens): Tokens {
  const seconds = result.expires_in;
  return {
    access: result.access_token,
    refresh: result.refresh_token ?? before?.refresh,
    id: result.id_token ?? before?.id,
    expiresAt: seconds === undefined ? undefined : Date.now() + seconds * 1000,
  };
}

export function isDue(tokens: Tokens): boolean {
  const now = Date.now();
  return now >= resting && tokens.expiresAt !== undefined && tokens.expiresAt - now < RENEW_BEFORE_MS;
}

/** Get a new access token where the provider allows it; otherwise this one serves until it is refused. */
export async function renew(): Promise<void> {
  const session = currentSession();
  if (session.state !== "in" || session.tokens.refresh === undefined) return;
  try {
    await renewed(session);
  } catch (error) {
    resting = Date.now() + REST_MS;
    throw error;
  }
}

async function renewed(session: SignedIn): Promise<void> {
  const { tokens } = session;
  const { server, client } = await known();
  const response = await oauth.refreshTokenGrantRequest(
    server, client, oauth.None(), tokens.refresh ?? "", options(),
  );
  const result = await oauth.processRefreshTokenResponse(server, client, response);
  // Whoever has signed out meanwhile stays out.
  if (currentSession() !== session) return;
  begin(tokensOf(result, tokens));
}

/** End the session here and, where the provider knows how, there too. */
export async function signOut(): Promise<void> {
  const session = currentSession();
  const id = session.state === "in" ? session.tokens.id : undefined;
  // First here: a provider that does not answer must not keep the token alive.
  end("none");
  if (configuration.provider === null || id === undefined) return;
  const endpoint = (await known().catch(() => null))?.server.end_session_endpoint;
  if (endpoint === undefined) return;
  const url = new URL(endpoint);
  url.searchParams.set("id_token_hint", id);
  url.searchParams.set("post_logout_redirect_uri", `${location.origin}/admin`);
  location.assign(url);
}
