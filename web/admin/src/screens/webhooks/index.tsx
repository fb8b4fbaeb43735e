/** Webhooks: who is told of events, and what became of what they were told. */
import { lazy, type ReactNode } from "react";
import { Route, Switch } from "wouter";
import { Endpoints } from "./Endpoints";

const Deliveries = lazy(async () => ({ default: (await import("./Deliveries")).Deliveries }));

export default function Webhooks(): ReactNode {
  return (
    <Switch>
      <Route path="/webhooks/deliveries" component={Deliveries} />
      <Route component={Endpoints} />
    </Switch>
  );
}
