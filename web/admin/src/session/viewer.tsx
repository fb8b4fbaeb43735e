/** The viewer: who has signed in and what they may do. Screens show only what the scopes allow. */
import { createContext, use, type ReactNode } from "react";

/** What a token may allow (R12.2); `admin` is all of it. */
export type Scope =
  | "config:read"
  | "config:write"
  | "customers:read"
  | "customers:write"
  | "points:write"
  | "orders:read"
  | "orders:write"
  | "reports:read"
  | "admin";

export interface Viewer {
  subject: string;
  scopes: readonly string[];
}

const Context = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }): ReactNode {
  return <Context value={viewer}>{children}</Context>;
}

export function useViewer(): Viewer {
  const viewer = use(Context);
  if (viewer === null) throw new Error("Nobody has signed in here.");
  return viewer;
}

export function allows(viewer: Viewer, scope: Scope): boolean {
  return viewer.scopes.includes(scope) || viewer.scopes.includes("admin");
}

/** `const may = useMay(); may("points:write")`. */
export function useMay(): (scope: Scope) => boolean {
  const viewer = useViewer();
  return (scope) => allows(viewer, scope);
}
