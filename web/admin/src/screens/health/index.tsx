/** Health: the books, the background jobs, what waits, and which program this is. */
import { Button, Paper, SimpleGrid, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { graphql } from "../../api/graphql";
import { Answered } from "../../components/Answered";
import { Facts } from "../../components/Facts";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Page } from "../../components/Page";
import { useCommonWords, useFormat } from "../../i18n";
import { Books } from "./Books";
import { Jobs, JOB } from "./Jobs";
import { useWords } from "./words";

const HEALTH = graphql(
  `
    query Health {
      health {
        version
        database
        now
        jobs {
          ...Job
        }
        mail {
          queued
          failed
          oldestAt
        }
        webhooks {
          queued
          failed
          oldestAt
        }
      }
    }
  `,
  [JOB],
);

export default function Health(): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const format = useFormat();
  const result = useQuery({ query: HEALTH });
  const [, ask] = result;
  const refresh = (): void => ask({ requestPolicy: "network-only" });
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button variant="default" leftSection={<Icon name="refresh" />} onClick={refresh}>
          {common("refresh")}
        </Button>
      }
    >
      <May scope="customers:read">
        <Books />
      </May>
      <Answered result={result}>
        {({ health }) => (
          <Stack gap="lg">
            <Jobs jobs={health.jobs} onRun={refresh} />
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <Queue title={t("mail")} queue={health.mail} />
              <Queue title={t("webhooks")} queue={health.webhooks} />
              <Paper withBorder p="md">
                <Title order={2} mb="sm">
                  {t("about")}
                </Title>
                <Facts
                  facts={[
                    [t("version"), health.version],
                    [t("database"), health.database],
                    [t("now"), format.time(health.now)],
                  ]}
                />
              </Paper>
            </SimpleGrid>
          </Stack>
        )}
      </Answered>
    </Page>
  );
}

interface QueueState {
  queued: number;
  failed: number;
  oldestAt: string | null;
}

function Queue({ title, queue }: { title: string; queue: QueueState }): ReactNode {
  const t = useWords();
  const format = useFormat();
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="sm">
        {title}
      </Title>
      <Facts
        facts={[
          [t("queued"), format.number(queue.queued)],
          [t("failed"), format.number(queue.failed)],
          [t("oldest"), queue.oldestAt === null ? "–" : format.time(queue.oldestAt)],
        ]}
      />
    </Paper>
  );
}
