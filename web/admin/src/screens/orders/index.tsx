/** Orders, and what became of their points. */
import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { OrderList } from "./OrderList";
import { OrderPage } from "./OrderPage";

export default function Orders(): ReactNode {
  return (
    <Switch>
      <Route path="/orders" component={OrderList} />
      <Route path="/orders/:id">{({ id }) => <OrderPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
