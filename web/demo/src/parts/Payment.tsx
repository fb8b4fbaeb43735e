/** The payment: points on the cart are held while the customer pays, and the backend places the order. */
import { type ReactNode, useRef, useState } from "react";
import { carriedOut, type Payload } from "../backend";
import { linkTo } from "../route";
import { useSpeech } from "../speech";
import { change, currentVisit, useVisit } from "../state";
import type { Cart } from "../storefront";
import { backend, doing, say } from "../visit";

interface Held {
  readonly points: number;
  readonly until: string;
}

interface Placed {
  orderPlace: Payload & { orders: readonly { id: string }[] };
}

export function Payment({ cart }: { cart: Cart }): ReactNode {
  const { client, isBusy } = useVisit();
  const { words } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  const [held, setHeld] = useState<Held | null>(null);
  const go = async () => {
    const hold = cart.applied_reward_points ? await client?.hold(cart.id) : undefined;
    setHeld(hold ? { points: hold.held.points, until: hold.until } : null);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" className="main" aria-disabled={isBusy} onClick={() => void doing(go)}>
        {words.checkout}
      </button>
      {cart.applied_reward_points && <p className="muted small">{words.checkoutHold}</p>}
      <dialog ref={dialog} aria-labelledby="payment" className="payment">
        <Card cart={cart} held={held} onDone={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

function Card({ cart, held, onDone }: { cart: Cart; held: Held | null; onDone: () => void }): ReactNode {
  const { words, fill, money, number, dateTime } = useSpeech();
  const total = cart.prices.grand_total;
  const pay = () => {
    onDone();
    void doing(() => place(cart));
  };
  const fail = () => {
    onDone();
    say("paymentFailed");
  };
  return (
    <>
      <h2 id="payment">{words.payTitle}</h2>
      <p className="amount">{money(total)}</p>
      {!!total.value && <p>{words.payText}</p>}
      {held && <p>{fill(words.kept, { points: number(held.points), time: dateTime(held.until) })}</p>}
      <p className="buttons">
        <button type="button" className="main" onClick={pay}>
          {total.value ? fill(words.pay, { money: money(total) }) : words.place}
        </button>
        {!!total.value && (
          <button type="button" onClick={fail}>
            {words.fail}
          </button>
        )}
        <button type="button" className="quiet" onClick={onDone}>
          {words.close}
        </button>
      </p>
    </>
  );
}

/** The customer has paid what they saw: the order is placed for that and no more. */
async function place(cart: Cart): Promise<void> {
  const paid = String(cart.prices.grand_total.value);
  const { orders } = carriedOut((await backend<Placed>("place", { cart: cart.id, paid })).orderPlace);
  change({ basket: {}, coupon: "", cart: null, changes: currentVisit().changes + 1 });
  const order = orders[0];
  if (order) location.hash = linkTo("order", order.id);
}
