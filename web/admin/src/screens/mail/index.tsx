/** Mail: the outbox, one mail as it was sent, and the templates with a live preview. */
import { lazy, type ReactNode } from "react";
import { Redirect, Route, Switch } from "wouter";
import { Outbox } from "./Outbox";

const Mail = lazy(async () => ({ default: (await import("./Mail")).Mail }));
const Templates = lazy(async () => ({ default: (await import("./Templates")).Templates }));
const TemplatePage = lazy(async () => ({ default: (await import("./TemplatePage")).TemplatePage }));

export default function MailRoom(): ReactNode {
  return (
    <Switch>
      <Route path="/mail/outbox" component={Outbox} />
      <Route path="/mail/outbox/:id">{({ id }) => <Mail id={decodeURIComponent(id)} />}</Route>
      <Route path="/mail/templates" component={Templates} />
      <Route path="/mail/templates/new">
        <TemplatePage code="" locale="" />
      </Route>
      <Route path="/mail/templates/:code/:locale">
        {({ code, locale }) => <TemplatePage code={decodeURIComponent(code)} locale={decodeURIComponent(locale)} />}
      </Route>
      <Route>
        <Redirect to="/mail/outbox" />
      </Route>
    </Switch>
  );
}
