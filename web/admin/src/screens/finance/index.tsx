/** Finance: what points are outstanding and worth, what moved them, and the journal for the accountant. */
import { lazy, type ReactNode } from "react";
import { Route, Switch } from "wouter";
import { Dashboard } from "./Dashboard";

const Journal = lazy(async () => ({ default: (await import("./Journal")).Journal }));

export default function Finance(): ReactNode {
  return (
    <Switch>
      <Route path="/finance/journal" component={Journal} />
      <Route component={Dashboard} />
    </Switch>
  );
}
