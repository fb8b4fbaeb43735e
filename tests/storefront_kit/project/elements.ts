// The elements and the drop-in by their types, and loaded where there is no page, as on a server that renders one.
import { connect } from "guerdon-storefront";
import { initialize, provider, RewardPoints, type RewardPointsProperties } from "guerdon-storefront/dropin";
import { type BalanceElement, defineElements, refreshElements, type Words } from "guerdon-storefront/elements";
import { answer, told } from "./told.js";

const german: Words = { points: "{points} Punkte" };

export function useInPage(place: Element): void {
  defineElements(connect({ url: told.url }), german);
  const balance: BalanceElement | null = document.querySelector("guerdon-balance");
  balance?.refresh();
  document.createElement("guerdon-slider").setAttribute("cart-id", told.cart);
  initialize({ url: told.url, token: () => null, words: german });
  const properties: RewardPointsProperties = { cartId: told.cart, show: ["balance", "slider"] };
  void provider.render(RewardPoints, properties)(place);
}

answer([typeof defineElements, typeof refreshElements, typeof RewardPoints]);
