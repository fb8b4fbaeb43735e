/** Deleting a status rule, so that the one of all websites, or the built-in one, counts again. */
import type { ReactNode } from "react";
import { useClient } from "urql";
import { useCommand } from "../../../api/useCommand";
import { ReasonedConfirm } from "../../../components/ReasonedConfirm";
import { plain } from "../shared/plain";
import { useSayDeleted } from "../shared/useRemoval";
import { DELETE, PUT, type StatusRule } from "./documents";
import { useStatusWords } from "./words";

interface Props {
  rule: StatusRule;
  websiteCode: string | null;
  onClose: () => void;
  onDone: () => void;
}

export function ResetStatus({ rule, websiteCode, onClose, onDone }: Props): ReactNode {
  const t = useStatusWords();
  const client = useClient();
  const sayDeleted = useSayDeleted();
  const command = useCommand(DELETE, { payload: (data) => data.orderStatusRuleDelete });
  const restore = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(PUT, { input: plain(rule) }).toPromise();
    onDone();
    return error?.message ?? data?.orderStatusRulePut.userErrors[0]?.message;
  };
  const confirm = async (): Promise<boolean> => {
    if ((await command.run({ status: rule.status, websiteCode })) === null) return false;
    sayDeleted(restore);
    onDone();
    return true;
  };
  return (
    <ReasonedConfirm
      opened
      onClose={onClose}
      title={t("resetTitle", { status: rule.status })}
      preview={websiteCode === null ? t("resetText") : t("resetWebsiteText")}
      confirmLabel={t("reset")}
      danger
      problems={command.problems}
      onConfirm={confirm}
    />
  );
}
