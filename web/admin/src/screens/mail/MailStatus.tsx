/** How far a mail is. */
import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "./words";

export type Status = "QUEUED" | "SENT" | "FAILED";
export const STATUSES: readonly Status[] = ["QUEUED", "SENT", "FAILED"];
const COLOURS: Record<Status, string> = { QUEUED: "gray", SENT: "teal.9", FAILED: "red.9" };

export function MailStatus({ status }: { status: Status }): ReactNode {
  const t = useWords();
  return (
    <Badge color={COLOURS[status]} variant={status === "QUEUED" ? "outline" : "filled"} autoContrast>
      {t(status)}
    </Badge>
  );
}
