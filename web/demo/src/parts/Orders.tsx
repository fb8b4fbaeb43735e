/** The customer's orders, as the storefront API lists them. */
import type { ReactNode } from "react";
import { useAnswer } from "../answers";
import { linkTo } from "../route";
import { instantOf, useSpeech } from "../speech";
import { currentVisit } from "../state";
import { askOrders, type PastOrder } from "../storefront";
import { withToken } from "../visit";
import type { Words } from "../words";

const askMyOrders = () => withToken((token) => askOrders({ token, store: currentVisit().store }));

export function Orders(): ReactNode {
  const { words } = useSpeech();
  const { answer, problem } = useAnswer(askMyOrders);
  return (
    <section className="panel" aria-labelledby="orders">
      <h2 id="orders">{words.orders}</h2>
      <p role="alert" className="problem">
        {problem}
      </p>
      {answer?.length === 0 && <p className="muted">{words.noOrders}</p>}
      {answer && (
        <ul className="rows">
          {answer.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OrderRow({ order }: { order: PastOrder }): ReactNode {
  const { words, fill, money, date, number } = useSpeech();
  const name = fill(words.order, { number: order.number });
  const { used = 0, pending = 0, earned = 0 } = order.reward_points ?? {};
  const points = [
    [words.used, used] as const,
    [words.pending, pending] as const,
    [words.earned, earned] as const,
  ].filter(([, count]) => count > 0);
  return (
    <li>
      <span>{order.id.startsWith("demo-") ? <a href={linkTo("order", order.id)}>{name}</a> : name}</span>
      <strong>{money(order.total.grand_total)}</strong>
      <small>
        {date(instantOf(order.order_date))} · {words.status[order.status as keyof Words["status"]] ?? order.status}
      </small>
      <small className="points">{points.map(([word, count]) => `${word}: ${number(count)}`).join(" · ")}</small>
    </li>
  );
}
