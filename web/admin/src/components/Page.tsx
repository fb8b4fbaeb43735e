/** A page: its title in the window and as the heading, which takes the focus when the page changes. */
import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useLocation } from "wouter";
import { useCommonWords } from "../i18n";

let shownPath: string | null = null;

interface Props {
  title: string;
  /** A sentence below the title. */
  lead?: ReactNode;
  /** Where the page belongs: a link back. */
  back?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children?: ReactNode;
}

export function Page({ title, lead, back, actions, children }: Props): ReactNode {
  const t = useCommonWords();
  const [path] = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t("product")}`;
  }, [title, t]);
  useEffect(() => {
    // Not the first time: a page that was just loaded is read from its start.
    if (shownPath !== null && shownPath !== path) heading.current?.focus({ preventScroll: true });
    if (shownPath !== path) window.scrollTo(0, 0);
    shownPath = path;
  }, [path]);
  return (
    <Stack gap="lg" maw={1280} mx="auto">
      <Box>
        {back}
        <Group justify="space-between" align="start" gap="sm">
          <Title order={1} ref={heading} tabIndex={-1} className="long">
            {title}
          </Title>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {lead !== undefined && (
          <Text c="dimmed" mt={4} component="div">
            {lead}
          </Text>
        )}
      </Box>
      {children}
    </Stack>
  );
}
