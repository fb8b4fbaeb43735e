/** The page: the bar, and GraphiQL beneath it asking with the bar's credentials. */
import { GraphiQL } from "graphiql";
import { type ReactNode, useMemo, useState } from "react";
import { takeAsked } from "./asked";
import { Bar } from "./Bar";
import type { Configuration } from "./configuration";
import { type Credentials, loadCredentials, saveCredentials } from "./credentials";
import { exampleTabs } from "./examples";
import { createFetcher } from "./fetcher";
import { openStorage } from "./storage";

export function Page({ configuration }: { configuration: Configuration }): ReactNode {
  const { api, endpoint } = configuration;
  const storage = useMemo(() => openStorage(endpoint), [endpoint]);
  const [asked] = useState(takeAsked);
  const tabs = useMemo(() => [...(asked ? [asked] : []), ...exampleTabs(api)], [api, asked]);
  const [{ token, store }, setCredentials] = useState(() => loadCredentials(storage));
  const fetcher = useMemo(() => createFetcher(endpoint, { token, store }), [endpoint, token, store]);

  const change = (credentials: Credentials) => {
    saveCredentials(storage, credentials);
    setCredentials(credentials);
  };

  return (
    <>
      <Bar configuration={configuration} credentials={{ token, store }} onChange={change} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          defaultTabs={tabs}
          {...(asked ?? {})}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
          inputValueDeprecation
        >
          <GraphiQL.Logo> </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
