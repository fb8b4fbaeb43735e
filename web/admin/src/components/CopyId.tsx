/** An id as it is written, with a button that copies it. */
import { ActionIcon, Code, CopyButton, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommonWords } from "../i18n";
import { Icon } from "./icons";

export function CopyId({ id }: { id: string }): ReactNode {
  const t = useCommonWords();
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex" maw="100%">
      <Code className="long">{id}</Code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`${copied ? t("copied") : t("copy")}: ${id}`}>
            <Icon name={copied ? "check" : "copy"} size={14} />
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
