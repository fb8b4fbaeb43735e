// What a script is told, a JSON document on standard input, and how it answers: another on standard output.

import { text } from "node:stream/consumers";

export const input = JSON.parse(await text(process.stdin));

export const bearer = (token) => (token ? { authorization: `Bearer ${token}` } : {});

// What of an error a storefront reads.
export const plainErrors = (errors) =>
  (errors ?? []).map(({ message, path, extensions }) => ({ message, path, extensions }));

// A fetch that notes what goes over the wire, and what it is answered with.
export function notingFetch(requests) {
  return async (url, init = {}) => {
    const response = await fetch(url, init);
    const headers = new Headers(init.headers);
    requests.push({
      method: init.method ?? "GET",
      accept: headers.get("accept"),
      body: init.body ? JSON.parse(init.body) : Object.fromEntries(new URL(url).searchParams),
      status: response.status,
      contentType: response.headers.get("content-type"),
    });
    return response;
  };
}

export function answer(value) {
  process.stdout.write(JSON.stringify(value));
}
