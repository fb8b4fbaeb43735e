// Runs all audits of graphql-http against a server.

import { serverAudits } from "graphql-http";

import { answer, bearer, input } from "./input.js";

const audits = serverAudits({
  url: input.url,
  fetchFn: (url, init = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, ...bearer(input.token) } }),
});
const results = [];
for (const audit of audits) {
  const { id, name, status, reason } = await audit.fn();
  results.push({ id, name, status, reason });
}
answer(results);
