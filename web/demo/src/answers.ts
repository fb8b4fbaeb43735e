/** Answers that a part of a page waits for. */
import { useEffect, useState } from "react";
import { useVisit } from "./state";
import { messageOf } from "./visit";

/** Asks when the page appears, and again after something has changed. */
export function useAnswer<Answer>(ask: () => Promise<Answer>): { answer: Answer | null; problem: string } {
  const { changes, points } = useVisit();
  const [found, setFound] = useState<{ answer: Answer | null; problem: string }>({ answer: null, problem: "" });
  const balance = points?.balance?.points;
  useEffect(() => {
    let isWaiting = true;
    ask().then(
      (answer) => isWaiting && setFound({ answer, problem: "" }),
      (error: unknown) => isWaiting && setFound({ answer: null, problem: messageOf(error) }),
    );
    return () => {
      isWaiting = false;
    };
  }, [ask, changes, balance]);
  return found;
}
