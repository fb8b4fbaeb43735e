/** The support desk: customers, found and helped. */
import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { useWords as useEntryWords } from "../entries/words";
import { CustomerList } from "./CustomerList";
import { CustomerPage } from "./CustomerPage";

export default function Customers(): ReactNode {
  // Waited for before a page is shown: a page that waits once more would lose the focus of its heading.
  useEntryWords();
  return (
    <Switch>
      <Route path="/customers" component={CustomerList} />
      <Route path="/customers/:id">{({ id }) => <CustomerPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
