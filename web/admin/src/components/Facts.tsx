/** Facts beside their names: a description list. */
import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <Group key={name} justify="space-between" gap="md" wrap="nowrap">
          <Text component="dt" c="dimmed" size="sm">
            {name}
          </Text>
          <Text component="dd" size="sm" ta="end" className="long">
            {value}
          </Text>
        </Group>
      ))}
    </dl>
  );
}
