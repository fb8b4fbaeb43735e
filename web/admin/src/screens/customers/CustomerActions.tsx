/** What can be done for a customer, as far as the scopes allow: adjusting first, what can't be undone last. */
import { Button, Menu } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Icon } from "../../components/icons";
import { useMay } from "../../session/viewer";
import { AdjustDialog } from "./AdjustDialog";
import type { Account, Person } from "./documents";
import { EraseDialog } from "./EraseDialog";
import { ExcludeDialog } from "./ExcludeDialog";
import { MergeDialog } from "./MergeDialog";
import { useDownload } from "./useDownload";
import { useWords } from "./words";

interface Props {
  customer: Person;
  account: Account | undefined;
}

type Opened = "adjust" | "exclude" | "merge" | "erase" | null;

export function CustomerActions({ customer, account }: Props): ReactNode {
  const t = useWords();
  const may = useMay();
  const [opened, setOpened] = useState<Opened>(null);
  const close = (): void => setOpened(null);
  const websiteCode = account === undefined || account.orphan ? customer.websiteCode : account.websiteCode;
  return (
    <>
      {may("points:write") && (
        <Button leftSection={<Icon name="plus" />} onClick={() => setOpened("adjust")}>
          {t("adjust")}
        </Button>
      )}
      {may("customers:write") && <More customer={customer} onOpen={setOpened} />}
      <AdjustDialog customer={customer} websiteCode={websiteCode} opened={opened === "adjust"} onClose={close} />
      <ExcludeDialog customer={customer} opened={opened === "exclude"} onClose={close} />
      <MergeDialog customer={customer} opened={opened === "merge"} onClose={close} />
      <EraseDialog customer={customer} opened={opened === "erase"} onClose={close} />
    </>
  );
}

function More({ customer, onOpen }: { customer: Person; onOpen: (what: Opened) => void }): ReactNode {
  const t = useWords();
  const download = useDownload(customer.id);
  const canPut = customer.email !== null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="chevron" size={14} />}>
          {t("more")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="book" />} onClick={() => void download()}>
          {t("download")}
        </Menu.Item>
        {canPut && (
          <Menu.Item leftSection={<Icon name="shield" />} onClick={() => onOpen("exclude")}>
            {customer.excludedFromRewards ? t("include") : t("exclude")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="users" />} onClick={() => onOpen("merge")}>
          {t("merge")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<Icon name="trash" />} onClick={() => onOpen("erase")}>
          {t("erase")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
