/** The past: what the orders of a period would have given with the change, asked for by a button as it may take a while. */
import { Button, Group, Loader, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useClient } from "urql";
import type { CombinedError } from "@urql/core";
import { options, type Scopes } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { SIMULATION, type Period, type Simulated, type SimulationInput } from "./documents";
import { Found, NotFound } from "./Found";
import { useWhatIfWords } from "./words";

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;

interface Props {
  scopes: Scopes;
  input: (period: Period) => SimulationInput;
  websiteCode: string;
}

type State = { kind: "idle" } | { kind: "waiting" } | { kind: "found"; found: Simulated } | { kind: "failed"; error: CombinedError | undefined; input: SimulationInput };

export function Past({ scopes, input, websiteCode: first }: Props): ReactNode {
  const t = useWhatIfWords();
  const shared = useSharedWords();
  const client = useClient();
  const [websiteCode, setWebsite] = useState(first);
  const [from, setFrom] = useState(() => dayBefore(MONTH_DAYS));
  const [to, setTo] = useState(() => dayBefore(-1));
  const [state, setState] = useState<State>({ kind: "idle" });
  const run = async (): Promise<void> => {
    const asked = input({ websiteCode, from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` });
    setState({ kind: "waiting" });
    const { data, error } = await client.query(SIMULATION, { input: asked }, { requestPolicy: "network-only" }).toPromise();
    setState(data === undefined || error !== undefined ? { kind: "failed", error, input: asked } : { kind: "found", found: data.simulate });
  };
  return (
    <Stack gap="sm">
      <div>
        <Title order={3}>{t("pastTitle")}</Title>
        <Text size="sm" c="dimmed">
          {t("pastLead")}
        </Text>
      </div>
      <Group gap="sm" align="end">
        <Select label={shared("website")} data={options(scopes.websites)} value={websiteCode} allowDeselect={false} onChange={(code) => setWebsite(code ?? websiteCode)} />
        <TextInput type="date" label={t("from")} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label={t("before")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button variant="default" disabled={from === "" || to === ""} loading={state.kind === "waiting"} onClick={() => void run()}>
          {t("ask")}
        </Button>
      </Group>
      <div role="status" aria-live="polite">
        {state.kind === "waiting" && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text size="sm">{t("reckoning")}</Text>
          </Group>
        )}
        {state.kind === "found" && <Found found={state.found} />}
        {state.kind === "failed" && <NotFound error={state.error} input={state.input} />}
      </div>
    </Stack>
  );
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}
