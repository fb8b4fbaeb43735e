/** Orders, and what became of their points. */
import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { useWords as useEntryWords } from "../entries/words";
import { OrderList } from "./OrderList";
import { OrderPage } from "./OrderPage";

export default function Orders(): ReactNode {
  // Waited for before a page is shown: a page that waits once more would lose the focus of its heading.
  useEntryWords();
  return (
    <Switch>
      <Route path="/orders" component={OrderList} />
      <Route path="/orders/:id">{({ id }) => <OrderPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
