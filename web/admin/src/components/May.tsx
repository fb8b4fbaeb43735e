/** The permission gate: what the viewer's scopes do not allow is not shown. */
import type { ReactNode } from "react";
import { useMay, type Scope } from "../session/viewer";

export function May({ scope, children }: { scope: Scope; children: ReactNode }): ReactNode {
  const may = useMay();
  return may(scope) ? children : null;
}
