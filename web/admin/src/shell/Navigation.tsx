/** The navigation: the rooms that the viewer's scopes allow, in groups. */
import { NavLink, ScrollArea, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { GROUPS, rooms } from "../app/rooms";
import { Icon } from "../components/icons";
import { useLanguage } from "../i18n";
import { useMay } from "../session/viewer";
import { useShellWords } from "./words";

export function Navigation(): ReactNode {
  const t = useShellWords();
  const may = useMay();
  const { language } = useLanguage();
  const [path] = useLocation();
  const groups = GROUPS.map((group) => ({
    group,
    links: rooms.filter((room) => room.group === group).flatMap((room) => room.links.filter((link) => may(link.scope))),
  })).filter(({ links }) => links.length > 0);
  return (
    <ScrollArea>
      <Stack gap="md">
        {groups.map(({ group, links }) => (
          <div key={group} role="group" aria-labelledby={`group-${group}`}>
            <Text id={`group-${group}`} size="xs" fw={600} c="dimmed" px="sm" pb={4}>
              {t(group)}
            </Text>
            {links.map((link) => {
              const active = path === link.path || path.startsWith(`${link.path}/`);
              return (
                <NavLink
                  key={link.path}
                  component={Link}
                  href={link.path}
                  label={link.label[language]}
                  leftSection={<Icon name={link.icon} />}
                  active={active}
                  aria-current={active ? "page" : undefined}
                />
              );
            })}
          </div>
        ))}
      </Stack>
    </ScrollArea>
  );
}
