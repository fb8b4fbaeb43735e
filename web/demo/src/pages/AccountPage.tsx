/** The customer's account: points, what happened to them, orders, mail. */
import { type ReactNode, useEffect, useState } from "react";
import { SignInAsAda } from "../parts/SignIn";
import { linkTo, useArrival } from "../route";
import { instantOf, useSpeech } from "../speech";
import { currentVisit, useVisit } from "../state";
import { askOrders, type PastOrder } from "../storefront";
import { backend, messageOf, withToken } from "../visit";
import type { Words } from "../words";
import { useShopName } from "./ShelfPage";

export function AccountPage(): ReactNode {
  const { words } = useSpeech();
  const { person, client } = useVisit();
  useArrival(words.account, useShopName());
  if (!client) return null;
  if (!person) {
    return (
      <>
        <h1 tabIndex={-1}>{words.account}</h1>
        <p>{words.accountGuest}</p>
        <SignInAsAda className="main" />
      </>
    );
  }
  return (
    <>
      <h1 tabIndex={-1}>{person.name}</h1>
      <div className="columns" key={person.id}>
        <div className="stack">
          <guerdon-balance live />
          <guerdon-history page-size={6} />
        </div>
        <div className="stack">
          <Orders />
          <Mailbox />
          <guerdon-subscriptions />
        </div>
      </div>
    </>
  );
}

/** Asks when the page appears, and again after something has changed. */
function useAnswer<Answer>(ask: () => Promise<Answer>): { answer: Answer | null; problem: string } {
  const { changes, points } = useVisit();
  const [found, setFound] = useState<{ answer: Answer | null; problem: string }>({ answer: null, problem: "" });
  const balance = points?.balance?.points;
  useEffect(() => {
    let isWaiting = true;
    ask().then(
      (answer) => isWaiting && setFound({ answer, problem: "" }),
      (error: unknown) => isWaiting && setFound({ answer: null, problem: messageOf(error) }),
    );
    return () => {
      isWaiting = false;
    };
  }, [ask, changes, balance]);
  return found;
}

const askMyOrders = () => withToken((token) => askOrders({ token, store: currentVisit().store }));

function Orders(): ReactNode {
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

interface Mail {
  readonly id: string;
  readonly createdAt: string;
  readonly subject: string;
  readonly text: string;
}

interface Mails {
  readonly emails: { readonly nodes: readonly Mail[] };
}

const arrived = new Map<string, Mail>();

/**
 * Asks for the newest mails. One that no server has sent is composed as it is read, and says nothing once there is
 * nothing to say, as a warning of points that are gone by now: what has arrived here stays.
 */
async function askMails(): Promise<readonly Mail[]> {
  const { nodes } = (await backend<Mails>("mailbox", {})).emails;
  for (const mail of nodes) if (mail.subject) arrived.set(mail.id, mail);
  return nodes.flatMap(({ id }) => arrived.get(id) ?? []);
}

function Mailbox(): ReactNode {
  const { words, dateTime } = useSpeech();
  const { answer, problem } = useAnswer(askMails);
  const mails = answer ?? [];
  return (
    <section className="panel" aria-labelledby="mailbox">
      <h2 id="mailbox">{words.mailbox}</h2>
      <p className="muted small">{words.mailboxText}</p>
      <p role="alert" className="problem">
        {problem}
      </p>
      {answer && mails.length === 0 && <p className="muted">{words.noMail}</p>}
      {mails.map(({ id, createdAt, subject, text }) => (
        <details key={id} className="mail">
          <summary>
            {subject} <small>{dateTime(createdAt)}</small>
          </summary>
          <pre>{text}</pre>
        </details>
      ))}
    </section>
  );
}
