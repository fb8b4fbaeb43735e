/** Failures of a request that the API did not refuse: in words for people. */
import type { CombinedError } from "@urql/core";
import { useCallback } from "react";
import { useCommonWords } from "../i18n";

export function isForbidden(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some((one) => one.extensions["code"] === "FORBIDDEN") ?? false;
}

export function isNotFound(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some((one) => one.extensions["code"] === "NOT_FOUND") ?? false;
}

export function useFailureText(): (error: CombinedError | undefined) => string {
  const t = useCommonWords();
  return useCallback(
    (error) => {
      if (error?.networkError) return t("failedNetwork");
      if (isForbidden(error)) return t("forbidden");
      return t("failedServer", { message: error?.graphQLErrors[0]?.message ?? t("unknown") });
    },
    [t],
  );
}
