/** An empty state: why there is nothing, and what to do. */
import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";

interface Props {
  title: string;
  text?: string | undefined;
  icon?: IconName;
  /** A button or a link. */
  action?: ReactNode;
}

export function Empty({ title, text, icon = "search", action }: Props): ReactNode {
  return (
    <Stack align="center" gap={6} py="xl" px="md" ta="center">
      <Text c="dimmed" component="div">
        <Icon name={icon} size={32} />
      </Text>
      <Text fw={600}>{title}</Text>
      {text !== undefined && (
        <Text size="sm" c="dimmed" maw={420}>
          {text}
        </Text>
      )}
      {action}
    </Stack>
  );
}
