/** The kit's elements in JSX, with their attributes. */
import type { DetailedHTMLProps, HTMLAttributes } from "react";

type Of<Attributes> = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & Attributes;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "guerdon-balance": Of<{ live?: boolean; "heading-level"?: number }>;
      "guerdon-slider": Of<{ "cart-id": string; "heading-level"?: number }>;
      "guerdon-earn": Of<{ "cart-id"?: string; sku?: string; price?: string; quantity?: number }>;
      "guerdon-history": Of<{ "page-size"?: number; "heading-level"?: number }>;
      "guerdon-subscriptions": Of<{ "heading-level"?: number }>;
    }
  }
}
