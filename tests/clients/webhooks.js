// Verifies webhooks as their receivers do, with the official library of npm.
import { Webhook } from "standardwebhooks";

import { input } from "./input.js";

const { secret, deliveries } = input;
const verified = deliveries.map(({ body, headers }) => {
  try {
    return new Webhook(secret).verify(body, headers);
  } catch (error) {
    return error.message;
  }
});
process.stdout.write(JSON.stringify(verified));
