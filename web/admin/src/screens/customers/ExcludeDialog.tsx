/** Excluding a customer from rewards, and letting them take part again. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { ReasonedConfirm } from "../../components/ReasonedConfirm";
import { PUT_CUSTOMER } from "./commands";
import type { Person } from "./documents";
import { personName } from "./personName";
import { useWords } from "./words";

interface Props {
  customer: Person;
  opened: boolean;
  onClose: () => void;
}

export function ExcludeDialog({ customer, opened, onClose }: Props): ReactNode {
  const t = useWords();
  const excluded = customer.excludedFromRewards;
  const put = useCommand(PUT_CUSTOMER, {
    payload: (data) => data.customerPut,
    success: excluded ? t("includedDone") : t("excludedDone"),
  });
  const name = personName(customer);
  const confirm = async (): Promise<boolean> => {
    const { id, websiteCode, email } = customer;
    const input = { id, websiteCode, email: email ?? "", excludedFromRewards: !excluded };
    return (await put.run({ input })) !== null;
  };
  return (
    <ReasonedConfirm
      opened={opened}
      onClose={onClose}
      title={excluded ? t("includeTitle", { name }) : t("excludeTitle", { name })}
      preview={<Text>{excluded ? t("includeText") : t("excludeText")}</Text>}
      confirmLabel={excluded ? t("include") : t("exclude")}
      danger={!excluded}
      onConfirm={confirm}
      problems={put.problems}
    />
  );
}
