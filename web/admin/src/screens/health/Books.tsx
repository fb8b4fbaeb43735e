/** The books, checked when somebody asks: of a large shop it takes a while. */
import { Alert, Button, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { graphql } from "../../api/graphql";
import { Answered } from "../../components/Answered";
import { Icon } from "../../components/icons";
import { useWords } from "./words";

const CHECK = graphql(`
  query CheckBooks {
    ledgerCheck {
      ok
      accounts
      violations
    }
  }
`);

export function Books(): ReactNode {
  const t = useWords();
  const [asked, setAsked] = useState(false);
  const result = useQuery({ query: CHECK, pause: !asked, requestPolicy: "network-only" });
  const [{ fetching }, ask] = result;
  const check = (): void => {
    if (asked) ask({ requestPolicy: "network-only" });
    setAsked(true);
  };
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2}>{t("books")}</Title>
          <Text c="dimmed" size="sm" maw={560}>
            {t("booksLead")}
          </Text>
        </div>
        <Button leftSection={<Icon name="shield" />} loading={fetching} onClick={check}>
          {t("check")}
        </Button>
      </Group>
      <div role="status">
        {asked && (
          <Answered result={result} loading={<Text mt="md">{t("checking")}</Text>}>
            {({ ledgerCheck }) => <Verdict {...ledgerCheck} />}
          </Answered>
        )}
      </div>
    </Paper>
  );
}

interface Check {
  ok: boolean;
  accounts: number;
  violations: readonly string[];
}

function Verdict({ ok, accounts, violations }: Check): ReactNode {
  const t = useWords();
  if (ok) {
    return (
      <Alert mt="md" color="green" icon={<Icon name="check" />}>
        {t("holds", { count: accounts })}
      </Alert>
    );
  }
  return (
    <Alert mt="md" color="red" icon={<Icon name="alert" />} title={t("broken", { count: violations.length })}>
      <Stack>
        <List size="sm">
          {violations.map((violation) => (
            <List.Item key={violation} className="long">
              {violation}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Alert>
  );
}
