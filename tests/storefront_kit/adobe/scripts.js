// Stands for the boilerplate's script, by what its documentation says: it decorates the blocks of a page.
import { events } from "@dropins/tools/event-bus.js";

window.bus = events;
const block = document.querySelector(".commerce-reward-points");
const name = "commerce-reward-points";
const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = `/blocks/${name}/${name}.css`;
document.head.append(sheet);
import(`/blocks/${name}/${name}.js`).then(({ default: decorate }) => decorate(block));
