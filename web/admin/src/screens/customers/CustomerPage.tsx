/** A customer: who they are, their points on each website, and what can be done for them. */
import { Badge, Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../components/Answered";
import { CopyId } from "../../components/CopyId";
import { Empty } from "../../components/Empty";
import { Page } from "../../components/Page";
import { useUrlState } from "../../components/useUrlState";
import { useFormat } from "../../i18n";
import { useNames } from "../entries/names";
import { TextLink } from "../entries/TextLink";
import { AccountPanel } from "./AccountPanel";
import { CustomerActions } from "./CustomerActions";
import { CUSTOMER, type Account, type Person } from "./documents";
import { Invitations } from "./Invitations";
import { OrdersOfCustomer } from "./OrdersOfCustomer";
import { personName } from "./personName";
import { Subscriptions } from "./Subscriptions";
import { useWords } from "./words";

export function CustomerPage({ id }: { id: string }): ReactNode {
  const t = useWords();
  const { get } = useUrlState();
  const result = useQuery({ query: CUSTOMER, variables: { id } });
  const customer = result[0].data?.customer;
  const accounts = customer?.accounts ?? [];
  const account = accounts.find(({ websiteCode }) => websiteCode === get("website")) ?? home(customer, accounts);
  // One page from the first moment on: its heading keeps the focus when the answer is there.
  return (
    <Page
      title={customer == null ? t("unnamed", { id }) : personName(customer)}
      back={<TextLink href="/customers">{t("back")}</TextLink>}
      lead={customer == null ? undefined : <Lead customer={customer} />}
      actions={customer == null ? undefined : <CustomerActions customer={customer} account={account} />}
    >
      <Answered result={result}>
        {() => (customer == null ? null : <Known customer={customer} accounts={accounts} account={account} />)}
      </Answered>
    </Page>
  );
}

interface KnownProps {
  customer: Person;
  accounts: readonly Account[];
  account: Account | undefined;
}

function Known({ customer, accounts, account }: KnownProps): ReactNode {
  const { set } = useUrlState();
  return (
    <>
      {accounts.length > 1 && account !== undefined && (
        <Websites accounts={accounts} chosen={account.websiteCode} onChoose={(code) => set({ website: code })} />
      )}
      {account === undefined ? <NoAccount /> : <AccountPanel key={account.websiteCode} account={account} />}
      <OrdersOfCustomer customerId={customer.id} {...(account === undefined ? {} : { websiteCode: account.websiteCode })} />
      <Subscriptions customer={customer} />
      <Invitations inviterId={customer.id} />
    </>
  );
}

/** The account on their own website, where a desk begins; else the first one that there is. */
function home(customer: Person | null | undefined, accounts: readonly Account[]): Account | undefined {
  return accounts.find(({ websiteCode }) => websiteCode === customer?.websiteCode) ?? accounts[0];
}

function Lead({ customer }: { customer: Person }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const names = useNames();
  return (
    <Stack gap={6}>
      <Group gap="xs">
        {customer.email !== null && <CopyId id={customer.email} />}
        <CopyId id={customer.id} />
        {customer.excludedFromRewards && (
          <Badge color="orange" variant="dot" tt="none">
            {t("excluded")}
          </Badge>
        )}
      </Group>
      <Text size="sm" className="long">
        {[
          `${t("group")}: ${names.group(customer.customerGroupCode)}`,
          `${t("website")}: ${names.website(customer.websiteCode)}`,
          `${t("language")}: ${customer.locale}`,
          t("since", { date: format.date(customer.createdAt) }),
        ].join(" · ")}
      </Text>
    </Stack>
  );
}

interface WebsitesProps {
  accounts: readonly Account[];
  chosen: string;
  onChoose: (code: string) => void;
}

function Websites({ accounts, chosen, onChoose }: WebsitesProps): ReactNode {
  const t = useWords();
  const names = useNames();
  return (
    <SegmentedControl
      aria-label={t("website")}
      value={chosen}
      onChange={onChoose}
      data={accounts.map(({ websiteCode }) => ({ value: websiteCode, label: names.website(websiteCode) }))}
      style={{ alignSelf: "start" }}
    />
  );
}

function NoAccount(): ReactNode {
  const t = useWords();
  return (
    <Paper withBorder>
      <Empty title={t("noAccount")} icon="coins" />
    </Paper>
  );
}
