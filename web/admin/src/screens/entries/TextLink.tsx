/** A link to another page of the app within a text or a table. */
import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

export function TextLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <Anchor component={Link} href={href} inherit underline="always" className="long">
      {children}
    </Anchor>
  );
}
