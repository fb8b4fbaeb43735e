/** An answer of the API: waiting, trouble with a way to try again, or what it says. */
import type { CombinedError } from "@urql/core";
import type { ReactNode } from "react";
import { isForbidden, isNotFound, useFailureText } from "../api/failure";
import { useCommonWords } from "../i18n";
import { Loading } from "./Loading";
import { Trouble } from "./Trouble";

interface Props<Data> {
  /** The pair that urql's `useQuery` returns. */
  result: readonly [{ data?: Data | undefined; error?: CombinedError | undefined }, (options?: { requestPolicy: "network-only" }) => void];
  /** In place of the dots. */
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}

export function Answered<Data>({ result, loading, children }: Props<Data>): ReactNode {
  const [{ data, error }, ask] = result;
  const t = useCommonWords();
  const failureText = useFailureText();
  if (error !== undefined && (data == null || error.networkError === undefined)) {
    if (isNotFound(error)) return <Trouble title={t("notFoundTitle")} text={error.graphQLErrors[0]?.message ?? ""} />;
    if (isForbidden(error)) return <Trouble title={t("forbiddenTitle")} text={t("forbidden")} />;
    const retry = () => ask({ requestPolicy: "network-only" });
    return <Trouble title={t("failedTitle")} text={failureText(error)} onRetry={retry} />;
  }
  if (data == null) return loading ?? <Loading />;
  return children(data);
}
