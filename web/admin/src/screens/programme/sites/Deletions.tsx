/** Deleting a website or a customer group: what it does to customers is shown first. */
import { List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { useCommand } from "../../../api/useCommand";
import { ReasonedConfirm } from "../../../components/ReasonedConfirm";
import { useCommonWords, useFormat } from "../../../i18n";
import { useMay } from "../../../session/viewer";
import type { CustomerGroup, Website } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { DELETE_GROUP, DELETE_WEBSITE, OUTSTANDING } from "./documents";
import { useSiteWords } from "./words";

interface DialogProps {
  onClose: () => void;
  onDone: () => void;
}

export function DeleteWebsite({ website, onClose, onDone }: DialogProps & { website: Website }): ReactNode {
  const t = useSiteWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const command = useCommand(DELETE_WEBSITE, { payload: (data) => data.websiteDelete, success: shared("deleted"), onDone });
  return (
    <ReasonedConfirm
      opened
      onClose={onClose}
      title={t("deleteWebsite", { name: website.name })}
      confirmLabel={common("remove")}
      danger
      problems={command.problems}
      onConfirm={async () => (await command.run({ code: website.code })) !== null}
      preview={
        <List size="sm" spacing={4}>
          <Outstanding code={website.code} />
          <List.Item>{t("pointsBecomeOrphans")}</List.Item>
          <List.Item>{t("settingsGo")}</List.Item>
          <List.Item>{t("ledgerStays")}</List.Item>
        </List>
      }
    />
  );
}

function Outstanding({ code }: { code: string }): ReactNode {
  const t = useSiteWords();
  const format = useFormat();
  const may = useMay();
  const [{ data }] = useQuery({ query: OUTSTANDING, variables: { websiteCode: code }, pause: !may("reports:read") });
  const found = data?.liability[0];
  if (found === undefined) return null;
  return (
    <List.Item>
      <Text size="sm" fw={600}>
        {t("outstanding", { count: found.accounts, points: format.points(found.points), worth: format.money(found.worth) })}
      </Text>
    </List.Item>
  );
}

export function DeleteGroup({ group, onClose, onDone }: DialogProps & { group: CustomerGroup }): ReactNode {
  const t = useSiteWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const command = useCommand(DELETE_GROUP, { payload: (data) => data.customerGroupDelete, success: shared("deleted"), onDone });
  return (
    <ReasonedConfirm
      opened
      onClose={onClose}
      title={t("deleteGroup", { name: group.name })}
      preview={t("deleteGroupText")}
      confirmLabel={common("remove")}
      danger
      problems={command.problems}
      onConfirm={async () => (await command.run({ code: group.code })) !== null}
    />
  );
}
