/** A search that is asked when the person pauses, and kept in the address as `?search=`. */
import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState, type ReactNode } from "react";
import { useCommonWords } from "../i18n";
import { Icon } from "./icons";
import { useUrlState } from "./useUrlState";

const PAUSE_MS = 250;

export function SearchBox({ label, name = "search" }: { label: string; name?: string }): ReactNode {
  const t = useCommonWords();
  const { get, set } = useUrlState();
  const kept = get(name);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const keep = useDebouncedCallback((value: string) => set({ [name]: value.trim() }), PAUSE_MS);
  return (
    <TextInput
      type="search"
      label={label}
      value={text}
      leftSection={<Icon name="search" />}
      rightSection={text !== "" && <CloseButton size="sm" aria-label={t("clear")} onClick={() => { setText(""); set({ [name]: "" }); }} />}
      onChange={(event) => {
        setText(event.currentTarget.value);
        keep(event.currentTarget.value);
      }}
      flex={1}
      miw={200}
      maw={480}
    />
  );
}
