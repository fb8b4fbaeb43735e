/** Cart rules: the list, a new one, and one to edit. */
import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { NewRule, OneRule } from "./RulePage";
import { RulesPage } from "./RulesPage";

export default function RuleScreens(): ReactNode {
  return (
    <Switch>
      <Route path="/cart-rules/new">
        <NewRule />
      </Route>
      <Route path="/cart-rules/:id">{({ id }) => <OneRule key={id} id={decodeURIComponent(id)} />}</Route>
      <Route>
        <RulesPage />
      </Route>
    </Switch>
  );
}
