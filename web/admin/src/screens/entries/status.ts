/** Order statuses in the reader's language: those that Magento and Adobe Commerce begin with, and the sample shop's. */
import { useWords } from "./words";

const KNOWN = [
  "pending", "pending_payment", "payment_review", "processing", "holded", "complete", "closed", "canceled", "fraud",
  "shipped", "delivered", "failed",
] as const;

/** Says a status; one of the shop's own is said as it is called. */
export function useStatusName(): (status: string) => string {
  const t = useWords();
  return (status) => {
    const known = KNOWN.find((one) => one === status);
    return known === undefined ? status : t(`status_${known}`);
  };
}
