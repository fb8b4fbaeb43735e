// Reward points in a storefront of Adobe's on Edge Delivery Services. Copy this folder into `blocks/`, and the
// package's `dist/` to `scripts/guerdon/`. In the document it is a table named "Commerce Reward Points"; its rows:
//   show      balance, slider, earn, history   (which parts, in this order; without the row, all)
//   endpoint  https://points.example/graphql   (without the row, the shop's own: the gateway answers points there)
//   store     us                               (without the row, the shop's own view)
//   sign-in   /customer/login
import { events } from '@dropins/tools/event-bus.js';
import { getConfigValue, getHeaders } from '@dropins/tools/lib/aem/configs.js';
import { readBlockConfig } from '../../scripts/aem.js';
import {
  initialize, provider, refreshElements, RewardPoints,
} from '../../scripts/guerdon/dropin.js';

// Where Adobe's drop-in for signing in keeps the customer's token.
const TOKEN = /(?:^|;\s*)auth_dropin_user_token=([^;]*)/;

function customerToken() {
  const found = TOKEN.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : null;
}

export default async function decorate(block) {
  const config = readBlockConfig(block);
  const headers = await getHeaders('cart');
  initialize({
    url: config.endpoint || await getConfigValue('commerce-endpoint'),
    store: config.store || headers?.Store,
    token: customerToken,
  });

  const show = config.show?.split(',').map((part) => part.trim());
  let shown;

  async function render(cart) {
    const cartId = cart?.id ?? '';
    if (cartId === shown) {
      refreshElements(); // the same cart with something else in it
      return;
    }
    shown = cartId;
    await provider.render(RewardPoints, {
      cartId, show, live: true, signInUrl: config['sign-in'] || '/customer/login',
    })(block);
  }

  events.on('authenticated', refreshElements);
  events.on('cart/data', render, { eager: true });
  if (shown === undefined) await render(null);
}
