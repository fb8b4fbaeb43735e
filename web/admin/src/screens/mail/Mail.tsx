/** One mail: to whom it goes, what it says, what went wrong, and a button to send it again. */
import { Alert, Anchor, Button, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { useCommand } from "../../api/useCommand";
import { DateText } from "../../components/amounts";
import { Answered } from "../../components/Answered";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Page } from "../../components/Page";
import { Problems } from "../../components/Problems";
import { useNames } from "../entries/names";
import { customerPath } from "../entries/paths";
import { MAIL, RETRY } from "./documents";
import { MailBody } from "./MailBody";
import { MailStatus } from "./MailStatus";
import { NoServer } from "./NoServer";
import { useWords } from "./words";

export function Mail({ id }: { id: string }): ReactNode {
  const t = useWords();
  const names = useNames();
  const result = useQuery({ query: MAIL, variables: { id } });
  const retry = useCommand(RETRY, {
    payload: (data) => data.emailRetry,
    success: t("queuedAgain"),
    onDone: () => result[1]({ requestPolicy: "network-only" }),
  });
  const mail = result[0].data?.email;
  const back = <Anchor component={Link} href="/mail/outbox" size="sm">{t("outbox")}</Anchor>;
  const again = (
    <May scope="config:write">
      <Button leftSection={<Icon name="refresh" />} loading={retry.running} onClick={() => void retry.run({ id })}>
        {t("sendAgain")}
      </Button>
    </May>
  );
  return (
    <Page title={mail?.subject || t("mail")} back={back} actions={mail?.status === "FAILED" ? again : undefined}>
      <Problems of={retry.problems} />
      <Answered result={result}>
        {({ email }) =>
          email == null ? (
            <Empty title={t("mailGone")} icon="mail" />
          ) : (
            <Stack>
              {email.status === "QUEUED" && <NoServer />}
              {email.lastError != null && (
                <Alert color="red" title={t("lastError")} icon={<Icon name="alert" />}>
                  <span className="long">{email.lastError}</span>
                </Alert>
              )}
              <Paper withBorder p="md">
                <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
                  <Fact label={t("status")}><MailStatus status={email.status} /></Fact>
                  <Fact label={t("to")}>{email.to || "–"}</Fact>
                  <Fact label={t("sender")}>{email.from || "–"}</Fact>
                  <Fact label={t("customer")}>
                    {email.customerId == null ? "–" : <Link href={customerPath(email.customerId)}>{email.customerId}</Link>}
                  </Fact>
                  <Fact label={t("website")}>{names.website(email.websiteCode)}</Fact>
                  <Fact label={t("created")}><DateText instant={email.createdAt} withTime /></Fact>
                  <Fact label={t("sent")}><DateText instant={email.sentAt} withTime /></Fact>
                  <Fact label={t("attempts")}>{email.attempts}</Fact>
                </SimpleGrid>
              </Paper>
              {email.html === "" ? <Empty title={t("nothingSaid")} icon="mail" /> : (
                <>
                  <Text c="dimmed" size="sm">{email.sentAt == null ? t("wouldSay") : t("said")}</Text>
                  <MailBody subject={email.subject} html={email.html} text={email.text} />
                </>
              )}
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <Text size="xs" c="dimmed">{label}</Text>
      <Text component="div" className="long">{children}</Text>
    </div>
  );
}
