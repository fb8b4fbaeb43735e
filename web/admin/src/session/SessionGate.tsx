/** The gate: who has not signed in signs in, at the address they asked for, and then sees the page. */
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { Provider, useQuery } from "urql";
import { useLocation } from "wouter";
import { useFailureText } from "../api/failure";
import { graphql } from "../api/graphql";
import { makeClient } from "../api/client";
import { Loading } from "../components/Loading";
import { Trouble } from "../components/Trouble";
import { useCommonWords } from "../i18n";
import { comeBack, isCallback } from "./provider";
import { useSession } from "./session";
import { SignIn } from "./SignIn";
import { ViewerProvider } from "./viewer";

const VIEWER = graphql(`
  query Viewer {
    viewer {
      subject
      scopes
    }
  }
`);

export function SessionGate({ children }: { children: ReactNode }): ReactNode {
  const session = useSession();
  const [, go] = useLocation();
  const [coming, setComing] = useState(isCallback);
  const [failure, setFailure] = useState<string | null>(null);
  const isIn = session.state === "in";
  const client = useMemo(makeClient, [isIn]);
  useEffect(() => {
    if (!coming) return;
    comeBack()
      .then((place) => go(place, { replace: true }))
      .catch((error: unknown) => {
        setFailure(error instanceof Error ? error.message : String(error));
        go("/", { replace: true });
      })
      .finally(() => setComing(false));
    // It may be done once only: the code that the provider sent is good for one time.
  }, []);
  if (coming) return <Loading />;
  if (session.state === "out") return <SignIn because={session.because} failure={failure} />;
  return (
    <Provider value={client}>
      <Viewed>{children}</Viewed>
    </Provider>
  );
}

function Viewed({ children }: { children: ReactNode }): ReactNode {
  const t = useCommonWords();
  const failureText = useFailureText();
  const [{ data, error }, ask] = useQuery({ query: VIEWER, requestPolicy: "cache-first" });
  if (data !== undefined) return <ViewerProvider viewer={data.viewer}>{children}</ViewerProvider>;
  if (error === undefined) return <Loading />;
  const retry = () => ask({ requestPolicy: "network-only" });
  return <Trouble title={t("failedTitle")} text={failureText(error)} onRetry={retry} />;
}
