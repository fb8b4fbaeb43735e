/** Import of balances: a file is tried first, then booked, with progress and its refused rows. */
import { Stack } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Page } from "../../components/Page";
import { May } from "../../components/May";
import { ImportForm } from "./ImportForm";
import { ImportedFiles } from "./ImportedFiles";
import { useWords } from "./words";

export default function Imports(): ReactNode {
  const t = useWords();
  const [count, setCount] = useState(0);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Stack gap="xl">
        <ImportForm onDone={() => setCount((before) => before + 1)} />
        <May scope="reports:read">
          <ImportedFiles key={count} />
        </May>
      </Stack>
    </Page>
  );
}
