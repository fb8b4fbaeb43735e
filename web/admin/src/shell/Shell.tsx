/** The shell: header, navigation and the page, from a phone to a desktop. */
import { Anchor, AppShell, Badge, Burger, Group, Image, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense, useEffect, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { ErrorBoundary } from "../app/ErrorBoundary";
import { Loading } from "../components/Loading";
import { configuration } from "../configuration";
import { useCommonWords } from "../i18n";
import icon from "../icon.svg";
import { AccountMenu } from "./AccountMenu";
import { AppearanceMenu } from "./AppearanceMenu";
import { LanguageMenu } from "./LanguageMenu";
import { Navigation } from "./Navigation";
import { OfflineNote } from "./OfflineNote";
import { Screens } from "./Screens";

export function Shell(): ReactNode {
  const t = useCommonWords();
  const [path] = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={{ base: "md", md: "xl" }}
    >
      <a href="#content" className="skip">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t("menu")} aria-expanded={opened} />
            <Anchor component={Link} href="/" c="inherit" underline="never">
              <Group gap={8} wrap="nowrap">
                <Image src={icon} alt="" w={26} h={26} />
                <Text fw={650}>{t("product")}</Text>
              </Group>
            </Anchor>
            {configuration.sandbox && (
              <Badge color="yellow" variant="filled" visibleFrom="xs">
                {t("sandbox")}
              </Badge>
            )}
          </Group>
          <Group gap={4} wrap="nowrap">
            <LanguageMenu />
            <AppearanceMenu />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("navigation")}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <OfflineNote />
        <ErrorBoundary place={path}>
          <Suspense fallback={<Loading />}>
            <Screens />
          </Suspense>
        </ErrorBoundary>
      </AppShell.Main>
    </AppShell>
  );
}
