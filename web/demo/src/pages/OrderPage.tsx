/** An order after it was placed: its points as they come and go, and what the shop's staff does with it. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { carriedOut, type Payload } from "../backend";
import { linkTo, useArrival } from "../route";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import { backend, doing } from "../visit";
import type { Words } from "../words";
import { useShopName } from "./ShelfPage";

type Amount = { amount: string; currency: string };

interface Order {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly pointsUsed: number;
  readonly productPointsUsed: number;
  readonly pointsPending: number;
  readonly pointsEarned: number;
  readonly pointsReturned: number;
  readonly pointsReversed: number;
  readonly maturesAt: string | null;
  readonly quote: { readonly orderTotal: Amount; readonly amountDue: Amount };
}

export function OrderPage({ id }: { id: string }): ReactNode {
  const { words, fill, money, date } = useSpeech();
  const { changes, client } = useVisit();
  const [order, setOrder] = useState<Order | null>(null);
  const load = useCallback(async () => setOrder((await backend<{ order: Order }>("order", { order: id })).order), [id]);
  const title = order ? fill(words.order, { number: order.number }) : words.account;
  useArrival(title, useShopName());
  useEffect(() => {
    if (client) void doing(load);
  }, [load, changes, client]);
  if (!order) return null;
  return (
    <>
      {order.status === "pending" && <p className="lead">{words.thanks}</p>}
      <h1 tabIndex={-1}>{title}</h1>
      <div className="columns">
        <section className="summary" aria-label={title}>
          <p>
            <span className="tag">{words.status[order.status as keyof Words["status"]] ?? order.status}</span>
          </p>
          <dl>
            <Fact name={words.ordered} value={money(order.quote.orderTotal)} />
            <Fact name={words.paid} value={money(order.quote.amountDue)} />
            <Points order={order} />
          </dl>
          {order.maturesAt && order.pointsPending > 0 && (
            <p className="muted">{fill(words.maturesOn, { date: date(order.maturesAt) })}</p>
          )}
        </section>
        <Staff order={order} onChanged={setOrder} />
      </div>
      <p>
        <a href={linkTo("account")}>{words.account}</a>
      </p>
    </>
  );
}

function Points({ order }: { order: Order }): ReactNode {
  const { words, number } = useSpeech();
  const facts: [string, number][] = [
    [words.used, order.pointsUsed],
    [words.used, order.productPointsUsed],
    [words.pending, order.pointsPending],
    [words.earned, order.pointsEarned],
    [words.returned, order.pointsReturned],
    [words.reversed, order.pointsReversed],
  ];
  return facts
    .filter(([, points]) => points > 0)
    .map(([name, points], index) => <Fact key={index} name={name} value={number(points)} className="points" />);
}

function Fact({ name, value, className = "" }: { name: string; value: string; className?: string }): ReactNode {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

type Deed = "invoice" | "cancel" | "refund";

const DEEDS: Record<string, readonly Deed[]> = { pending: ["invoice", "cancel"], processing: ["refund"], complete: ["refund"] };

function Staff({ order, onChanged }: { order: Order; onChanged: (order: Order) => void }): ReactNode {
  const { words } = useSpeech();
  const { isBusy } = useVisit();
  const deeds = DEEDS[order.status] ?? [];
  if (deeds.length === 0) return null;
  const names = { invoice: words.ship, cancel: words.cancel, refund: words.refund };
  const act = (deed: Deed) =>
    doing(async () => {
      const answer = await backend<Record<string, Payload & { order: Order }>>(deed, { order: order.id });
      for (const payload of Object.values(answer)) onChanged(carriedOut(payload).order);
    });
  return (
    <section className="staff">
      <h2>{words.backOffice}</h2>
      <p className="muted">{words.backOfficeText}</p>
      <p className="buttons">
        {deeds.map((deed) => (
          <button key={deed} type="button" aria-disabled={isBusy} onClick={() => void act(deed)}>
            {names[deed]}
          </button>
        ))}
      </p>
    </section>
  );
}
