/** The page at the address: a room's, or the first one that is allowed. */
import { Button } from "@mantine/core";
import { createElement, type ReactNode } from "react";
import { Link, Redirect, useLocation } from "wouter";
import { rooms, screensAt } from "../app/rooms";
import { Page } from "../components/Page";
import { Trouble } from "../components/Trouble";
import { useCommonWords } from "../i18n";
import { useMay } from "../session/viewer";

export function Screens(): ReactNode {
  const t = useCommonWords();
  const may = useMay();
  const [path] = useLocation();
  if (path === "/") {
    const first = rooms.flatMap((room) => room.links).find((link) => may(link.scope));
    if (first !== undefined) return <Redirect to={first.path} replace />;
    return (
      <Page title={t("product")}>
        <Trouble title={t("forbiddenTitle")} text={t("nothingAllowed")} />
      </Page>
    );
  }
  const screens = screensAt(path);
  if (screens !== undefined) return createElement(screens);
  return (
    <Page title={t("notFoundTitle")} lead={t("notFound")}>
      <Button component={Link} href="/" variant="default">
        {t("toStart")}
      </Button>
    </Page>
  );
}
