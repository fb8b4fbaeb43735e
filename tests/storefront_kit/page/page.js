// A storefront's own script: connects the elements, and keeps what they tell the page.
import { connect } from "/kit/client.js";
import { defineElements, refreshElements } from "/kit/elements.js";

const { url, store, tokens = [], words, seconds } = JSON.parse(document.getElementById("settings").textContent);

window.told = { carts: [], errors: [] };
document.addEventListener("guerdon-cart", ({ detail }) => window.told.carts.push(detail));
document.addEventListener("guerdon-error", ({ detail }) => window.told.errors.push(detail.kind));

// The first token, and after each refusal the next one, as a shop that can renew its tokens does.
let now = 0;
const token = (wasRefused) => tokens[wasRefused ? Math.min(++now, tokens.length - 1) : now];

window.refresh = refreshElements;
window.kit = connect({ url, store, token, seconds });
defineElements(window.kit, words);
