/** What happened, one below the other, each with its instant. */
import { Text, Timeline } from "@mantine/core";
import type { ReactNode } from "react";
import { DateText } from "./amounts";
import { Icon, type IconName } from "./icons";

export interface Happening {
  key: string;
  title: ReactNode;
  instant?: string | null;
  icon?: IconName;
  /** A colour of the theme. */
  color?: string;
  body?: ReactNode;
}

export function TimeLine({ items }: { items: readonly Happening[] }): ReactNode {
  return (
    <Timeline active={items.length} bulletSize={26} lineWidth={2}>
      {items.map(({ key, title, instant, icon = "clock", color, body }) => (
        <Timeline.Item key={key} title={title} bullet={<Icon name={icon} size={14} />} {...(color === undefined ? {} : { color })}>
          {instant != null && (
            <Text size="xs" c="dimmed">
              <DateText instant={instant} withTime />
            </Text>
          )}
          {body}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
