/** A simulation's answer: points and worth before and after, who gains, and three orders explained; or why there is none. */
import { Alert, Anchor, Code, CopyButton, Button, Group, List, Stack, Table, Text } from "@mantine/core";
import type { CombinedError } from "@urql/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useFailureText } from "../../../api/failure";
import { MoneyText, Points } from "../../../components/amounts";
import { useCommonWords } from "../../../i18n";
import { useMay } from "../../../session/viewer";
import { orderPath } from "../../entries/paths";
import type { Simulated, SimulationInput } from "./documents";
import { useWhatIfWords } from "./words";

export function Found({ found }: { found: Simulated }): ReactNode {
  const t = useWhatIfWords();
  if (found.orders === 0) return <Text size="sm">{t("noOrders")}</Text>;
  const isSame = found.pointsBefore === found.pointsAfter && found.examples.length === 0;
  return (
    <Stack gap="xs">
      <Text fw={600}>{t("ofOrders", { count: found.orders })}</Text>
      <Table.ScrollContainer type="native" minWidth={280}>
        <Table maw={560} verticalSpacing={6} aria-label={t("pastTitle")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th ta="end">{t("asItWas")}</Table.Th>
              <Table.Th ta="end">{t("withChange")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Row label={t("pointsGiven")} before={<Points value={found.pointsBefore} />} after={<Points value={found.pointsAfter} />} />
            <Row label={t("worth")} before={<MoneyText money={found.worthBefore} />} after={<MoneyText money={found.worthAfter} />} />
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm">
        {isSame ? t("noDifference") : `${t("gaining", { count: found.customersGaining })} · ${t("losing", { count: found.customersLosing })}`}
      </Text>
      {found.examples.length > 0 && (
        <List size="sm" spacing={4}>
          {found.examples.map((example) => (
            <List.Item key={example.orderId}>
              <OrderLink id={example.orderId} />: {example.why}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

function Row({ label, before, after }: { label: string; before: ReactNode; after: ReactNode }): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {label}
      </Table.Th>
      <Table.Td ta="end">{before}</Table.Td>
      <Table.Td ta="end" fw={600}>
        {after}
      </Table.Td>
    </Table.Tr>
  );
}

function OrderLink({ id }: { id: string }): ReactNode {
  const may = useMay();
  if (!may("orders:read")) return id;
  return (
    <Anchor component={Link} href={orderPath(id)} className="long">
      {id}
    </Anchor>
  );
}

/** Too many orders for a query are no end: the command takes any number. */
export function NotFound({ error, input }: { error: CombinedError | undefined; input: SimulationInput }): ReactNode {
  const t = useWhatIfWords();
  const common = useCommonWords();
  const failureText = useFailureText();
  const refusal = error?.graphQLErrors[0];
  const isTooMany = refusal?.extensions["code"] === "OUT_OF_RANGE" && refusal.message.includes("guerdon simulate");
  if (!isTooMany) return <Alert color="red">{failureText(error)}</Alert>;
  const command = `cat > change.json <<'END'\n${JSON.stringify(input)}\nEND\n./guerdon simulate change.json`;
  return (
    <Alert color="yellow" variant="light" title={t("tooMany")}>
      <Stack gap="xs" align="start">
        <Text size="sm">{t("tooManyText")}</Text>
        <Code block w="100%" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {command}
        </Code>
        <Group>
          <CopyButton value={command}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {copied ? common("copied") : common("copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}
