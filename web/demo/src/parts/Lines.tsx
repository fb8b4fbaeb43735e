/** The lines of the cart, with how many of each. */
import type { ReactNode } from "react";
import { linkTo } from "../route";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import type { Cart, Line } from "../storefront";
import { setQuantity } from "../visit";
import { Picture } from "./Picture";

export function Lines({ cart }: { cart: Cart }): ReactNode {
  const { words } = useSpeech();
  return (
    <ul className="lines" aria-label={words.lines}>
      {cart.items.map((line) => (
        <CartLine key={line.uid} line={line} />
      ))}
    </ul>
  );
}

function CartLine({ line }: { line: Line }): ReactNode {
  const { words, fill, money, number, goods } = useSpeech();
  const { sku } = line.product;
  const { name } = goods(sku);
  return (
    <li>
      <Picture sku={sku} />
      <div>
        <a href={linkTo("product", sku)}>{name}</a>
        {line.reward_points_used > 0 && (
          <p className="small points">{fill(words.paidByPoints, { points: number(line.reward_points_used) })}</p>
        )}
        <Units sku={sku} name={name} />
      </div>
      <strong>{money(line.prices.row_total)}</strong>
    </li>
  );
}

function Units({ sku, name }: { sku: string; name: string }): ReactNode {
  const { basket } = useVisit();
  const { words, fill, number } = useSpeech();
  const units = basket[sku] ?? 0;
  const set = (to: number) => void setQuantity(sku, to);
  return (
    <div className="units" role="group" aria-label={fill(words.quantity, { name })}>
      <button type="button" aria-label={fill(words.fewer, { name })} onClick={() => set(units - 1)}>
        −
      </button>
      <output aria-live="polite">{number(units)}</output>
      <button type="button" aria-label={fill(words.more, { name })} onClick={() => set(units + 1)}>
        +
      </button>
    </div>
  );
}
