/** The app: theme, language and session around the shell. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { Suspense, type ReactNode } from "react";
import { Router } from "wouter";
import { Loading } from "../components/Loading";
import { guardNavigation } from "../components/unsaved";
import { configuration } from "../configuration";
import { LanguageProvider } from "../i18n";
import { SessionGate } from "../session/SessionGate";
import { LeaveDialog } from "../shell/LeaveDialog";
import { Shell } from "../shell/Shell";
import { ErrorBoundary } from "./ErrorBoundary";
import { theme, variables } from "./theme";

export function App(): ReactNode {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => configuration.styleNonce}
    >
      <LanguageProvider>
        <Suspense fallback={<Loading />}>
          <ErrorBoundary>
            {/* In the header's empty middle, where they cover no button; on a phone, which has none, below the header. */}
            <Notifications position="top-center" className="notices" />
            <Router base="/admin">
              <SessionGate>
                <Router aroundNav={guardNavigation}>
                  <Shell />
                  <LeaveDialog />
                </Router>
              </SessionGate>
            </Router>
          </ErrorBoundary>
        </Suspense>
      </LanguageProvider>
    </MantineProvider>
  );
}
