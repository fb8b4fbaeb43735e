/**
 * An import of a file: part after part, tried or booked. A part that was booked before is answered again by the
 * service, so that an import that was cut off goes on when the same file is chosen and begun anew.
 */
import { useCallback, useRef, useState } from "react";
import { useClient } from "urql";
import { useFailureText } from "../../api/failure";
import { IMPORT_PART, type PartInput, type Refused } from "./documents";
import { digestOf, EndlessRow, partsOf } from "./parts";
import { useWords } from "./words";

export type Choice = Pick<PartInput, "websiteCode" | "websites" | "origin"> & { file: File; encoding: string };

export interface Outcome {
  state: "running" | "done" | "stopped" | "failed";
  dryRun: boolean;
  /** From 0 to 1. */
  share: number;
  rows: number;
  imported: number;
  refused: Refused[];
  csvHeading: string;
  /** Whether all of it had been imported before. */
  isOld: boolean;
  problem: string | null;
}

const START: Omit<Outcome, "dryRun"> = {
  state: "running", share: 0, rows: 0, imported: 0, refused: [], csvHeading: "", isOld: true, problem: null,
};

export function useImport(): {
  outcome: Outcome | null;
  run: (choice: Choice, dryRun: boolean) => Promise<void>;
  stop: () => void;
  forget: () => void;
} {
  const client = useClient();
  const t = useWords();
  const failureText = useFailureText();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const stopped = useRef(false);

  const run = useCallback(
    async ({ file, encoding, ...options }: Choice, dryRun: boolean) => {
      stopped.current = false;
      let now: Outcome = { ...START, dryRun };
      const told = (change: Partial<Outcome>): void => setOutcome((now = { ...now, ...change }));
      told({});
      try {
        const digest = await digestOf(file);
        for await (const part of partsOf(file, encoding, options.origin != null)) {
          if (stopped.current) return told({ state: "stopped" });
          const { heading, text, firstLine, isLast } = part;
          const input = { ...options, digest, fileName: file.name, heading, text, firstLine, isLast, dryRun, rowsBefore: now.rows };
          const { data, error } = await client.mutation(IMPORT_PART, { input }).toPromise();
          const answer = data?.balanceFileImport;
          if (answer === undefined) return told({ state: "failed", problem: failureText(error) });
          const refusal = answer.userErrors[0];
          if (refusal !== undefined) return told({ state: "failed", problem: refusal.message });
          told({
            share: part.done,
            rows: now.rows + answer.rows,
            imported: now.imported + answer.imported,
            refused: [...now.refused, ...answer.refused],
            csvHeading: answer.csvHeading ?? "",
            isOld: now.isOld && answer.replayed,
          });
        }
        told({ state: "done", share: 1 });
      } catch (error) {
        const problem = error instanceof EndlessRow ? t("endlessRow", { line: error.line }) : t("unreadable");
        told({ state: "failed", problem });
      }
    },
    [client, failureText, t],
  );
  const stop = useCallback(() => { stopped.current = true; }, []);
  const forget = useCallback(() => setOutcome(null), []);
  return { outcome, run, stop, forget };
}
