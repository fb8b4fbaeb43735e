/** Customers found by what was typed where an id is asked for: one is chosen by pressing it. */
import { Button, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { CUSTOMERS } from "./documents";
import { personName } from "./personName";
import { useWords } from "./words";

const PAUSE_MS = 250;
const MOST = 5;

interface Props {
  text: string;
  /** Who is merged is none of the choices. */
  without: string;
  onChoose: (id: string) => void;
}

export function FoundCustomers({ text, without, onChoose }: Props): ReactNode {
  const t = useWords();
  const [search] = useDebouncedValue(text, PAUSE_MS);
  const pause = search === "" || search !== text;
  const [{ data }] = useQuery({ query: CUSTOMERS, variables: { search, first: MOST + 1, after: null }, pause });
  const found = pause ? [] : (data?.customers.nodes ?? []).filter(({ id }) => id !== without);
  if (found.length === 0 || found.some(({ id }) => id === text)) return null;
  return (
    <Stack gap={4} role="group" aria-label={t("mergeFound")}>
      {found.slice(0, MOST).map((person) => (
        <Button key={person.id} variant="default" size="xs" justify="start" onClick={() => onChoose(person.id)}>
          {[...new Set([personName(person), person.email, person.id])].filter(Boolean).join(" · ")}
        </Button>
      ))}
    </Stack>
  );
}
