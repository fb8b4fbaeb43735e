/** The endpoints: each with what it is told of, whether it is, and why not. */
import { Button, Paper, Stack } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../components/Answered";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Page } from "../../components/Page";
import { ENDPOINTS, type Endpoint } from "./documents";
import { EndpointCard } from "./EndpointCard";
import { EndpointForm } from "./EndpointForm";
import { SecretDialog } from "./SecretDialog";
import { useWords } from "./words";

export function Endpoints(): ReactNode {
  const t = useWords();
  const result = useQuery({ query: ENDPOINTS });
  const [edited, setEdited] = useState<Endpoint | "new" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const again = (): void => result[1]({ requestPolicy: "network-only" });
  const add = (
    <May scope="config:write">
      <Button leftSection={<Icon name="plus" />} onClick={() => setEdited("new")}>{t("add")}</Button>
    </May>
  );
  return (
    <Page title={t("endpoints")} lead={t("lead")} actions={add}>
      <Answered result={result}>
        {(data) => (
          <Stack>
            {data.webhookEndpoints.length === 0 && (
              <Paper withBorder><Empty title={t("none")} text={t("noneHelp")} icon="hook" /></Paper>
            )}
            {data.webhookEndpoints.map((endpoint) => (
              <EndpointCard key={endpoint.id} endpoint={endpoint} onEdit={() => setEdited(endpoint)} onSecret={setSecret} onChanged={again} />
            ))}
            <EndpointForm
              setup={data}
              edited={edited}
              onClose={() => setEdited(null)}
              onSaved={(shown) => { setEdited(null); setSecret(shown); again(); }}
            />
          </Stack>
        )}
      </Answered>
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </Page>
  );
}
