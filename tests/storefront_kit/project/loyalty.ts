// A cart's loyalty object for agents, from what the admin API answers.
import { askLoyaltyOfCart, loyaltyOf, type LoyaltyOfCartResult, type Programme } from "guerdon-storefront/ucp";
import { answer, told } from "./told.js";

interface Agent {
  readonly url: string;
  readonly token: string;
  readonly variables: Record<string, unknown>;
  readonly programme: Programme;
}

const { url, token, variables, programme } = told as unknown as Agent;
const response = await fetch(url, {
  method: "POST",
  headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  body: JSON.stringify({ query: askLoyaltyOfCart, variables }),
});
const { data, errors } = (await response.json()) as { data: LoyaltyOfCartResult; errors?: unknown };
answer(errors ? { errors } : { quote: data.cart?.quote, loyalty: loyaltyOf(data, programme) });
