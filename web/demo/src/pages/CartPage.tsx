/** The cart: its lines, points for it by the kit's slider, what it comes to, and the way to payment. */
import type { ReactNode } from "react";
import { Lines } from "../parts/Lines";
import { Payment } from "../parts/Payment";
import { SignInAsAda } from "../parts/SignIn";
import { linkTo, useArrival } from "../route";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import type { Cart } from "../storefront";
import { doing, loadCart, useCoupon } from "../visit";
import { useShopName } from "./ShelfPage";

export function CartPage(): ReactNode {
  const { words } = useSpeech();
  const { cart, client, basket } = useVisit();
  useArrival(words.cart, useShopName());
  const isEmpty = Object.keys(basket).length === 0;
  return (
    <>
      <h1 tabIndex={-1}>{words.cart}</h1>
      {isEmpty && (
        <p>
          {words.emptyCart} <a href={linkTo("shelf")}>{words.back}</a>
        </p>
      )}
      {!isEmpty && cart && client && (
        <div className="columns">
          <div className="stack">
            <Lines cart={cart} />
            <PriceInPoints cart={cart} />
            <Coupon cart={cart} />
          </div>
          <div className="stack">
            <guerdon-slider cart-id={cart.id}>
              <div slot="guest" className="stack">
                <p>{words.accountGuest}</p>
                <p>
                  <SignInAsAda />
                </p>
              </div>
            </guerdon-slider>
            <Summary cart={cart} />
          </div>
        </div>
      )}
    </>
  );
}

/** Products with a price in points of their own can be paid with those, line by line. */
function PriceInPoints({ cart }: { cart: Cart }): ReactNode {
  const { client, person, points, isBusy } = useVisit();
  const { words } = useSpeech();
  const available = points?.available?.points ?? 0;
  const canPay = cart.items.some(({ product }) => (product.reward_points_needed ?? Infinity) <= available);
  if (!client || !person || !canPay) return null;
  const pay = () =>
    doing(async () => {
      await client.applyToItems(cart.id);
      await loadCart(cart.id);
      document.querySelector("guerdon-slider")?.refresh();
    });
  return (
    <p>
      <button type="button" aria-disabled={isBusy} onClick={() => void pay()}>
        {words.payItems}
      </button>
    </p>
  );
}

function Coupon({ cart }: { cart: Cart }): ReactNode {
  const { coupon, isBusy } = useVisit();
  const { words } = useSpeech();
  const used = cart.applied_coupons?.[0]?.code ?? coupon;
  if (used) {
    return (
      <p className="coupon">
        {words.coupon}: <strong>{used}</strong>{" "}
        <button type="button" className="quiet" aria-disabled={isBusy} onClick={() => void useCoupon("")}>
          {words.removeCoupon}
        </button>
      </p>
    );
  }
  const submit = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void useCoupon(String(new FormData(event.currentTarget).get("coupon")).trim());
  };
  return (
    <form className="coupon" onSubmit={submit}>
      <label>
        {words.coupon} <input name="coupon" required maxLength={40} pattern="[A-Za-z0-9_\-]+" autoComplete="off" />
      </label>
      <button aria-disabled={isBusy}>{words.useCoupon}</button>
      <p className="muted small">{words.couponHint}</p>
    </form>
  );
}

function Summary({ cart }: { cart: Cart }): ReactNode {
  const { shipping } = useVisit();
  const { words, fill, money, number } = useSpeech();
  const { subtotal_excluding_tax: goods, discounts, applied_taxes: taxes, grand_total: total } = cart.prices;
  const applied = cart.applied_reward_points;
  return (
    <section className="summary" aria-label={words.summary}>
      <h2>{words.summary}</h2>
      <dl>
        <Row name={words.subtotal} amount={money(goods)} />
        {discounts?.map(({ label, amount }) => <Row key={label} name={label} amount={`−${money(amount)}`} />)}
        <Row name={words.shipping} amount={money(shipping)} />
        {taxes.map(({ label, amount }) => (
          <Row key={label} name={words.tax} amount={money(amount)} />
        ))}
        {applied && (
          <Row
            name={fill(words.pointsOff, { points: number(applied.points) })}
            amount={`−${money(applied.money)}`}
            className="points"
          />
        )}
        <Row name={words.total} amount={money(total)} className="total" />
      </dl>
      <guerdon-earn cart-id={cart.id} />
      <Payment cart={cart} />
    </section>
  );
}

function Row({ name, amount, className = "" }: { name: string; amount: string; className?: string }): ReactNode {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>{amount}</dd>
    </div>
  );
}
