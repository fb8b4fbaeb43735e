/** The customer's account: points, what happened to them, orders, mail. */
import { type ReactNode, useEffect } from "react";
import { Mailbox } from "../parts/Mailbox";
import { Orders } from "../parts/Orders";
import { SignInAsAda } from "../parts/SignIn";
import { useArrival } from "../route";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import { useShopName } from "./ShelfPage";

export function AccountPage(): ReactNode {
  const { words } = useSpeech();
  const { person, client, points } = useVisit();
  const balance = points?.balance?.points;
  // The balance is live by itself; the history asks again when it has moved.
  useEffect(() => document.querySelector("guerdon-history")?.refresh(), [balance]);
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
