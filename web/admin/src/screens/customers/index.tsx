/** The support desk: customers, found and helped. */
import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { CustomerList } from "./CustomerList";
import { CustomerPage } from "./CustomerPage";

export default function Customers(): ReactNode {
  return (
    <Switch>
      <Route path="/customers" component={CustomerList} />
      <Route path="/customers/:id">{({ id }) => <CustomerPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
