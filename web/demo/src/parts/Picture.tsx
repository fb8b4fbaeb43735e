/** Pictures of the goods, drawn for this shop. */
import type { ReactNode } from "react";

export function Picture({ sku }: { sku: string }): ReactNode {
  return (
    <svg className="picture" viewBox="0 0 200 160" aria-hidden="true">
      <rect className="ground" width="200" height="160" />
      <ellipse className="shade" cx="100" cy="136" rx="62" ry="8" />
      {PICTURES[sku] ?? <circle className="a" cx="100" cy="84" r="40" />}
    </svg>
  );
}

/** A bag of tea, with a band in its own colour and what is printed on it. */
const bag = (band: string, print: ReactNode): ReactNode => (
  <>
    <path className="paper" d="M66 40h68l6 96H60Z" />
    <path className="fold" d="M66 40h68l1 14H65Z" />
    <path className={band} d="M63 84h74l3 34H60Z" />
    {print}
  </>
);

const PICTURES: Record<string, ReactNode> = {
  TEAPOT: (
    <>
      <path className="line" d="M70 62C76 26 124 26 130 62" />
      <path className="ink" d="M56 92c0-22 18-34 44-34s44 12 44 34c0 26-14 44-44 44S56 118 56 92Z" />
      <path className="ink" d="M140 84c16-2 18-16 28-18l4 6c-10 6-10 26-32 32Z" />
      <path className="lid" d="M74 60c4-8 14-10 26-10s22 2 26 10Z" />
      <circle className="b" cx="100" cy="46" r="5" />
      <path className="glint" d="M68 88c2-12 10-18 20-20" />
    </>
  ),
  OOLONG: bag(
    "c",
    <path className="paper-line" d="M82 102c6-14 24-16 36-8-6 12-22 18-36 8Zm0 0c10-2 22-4 32-6" />,
  ),
  SENCHA: bag(
    "a",
    <path className="paper-line" d="M100 114V90m0 12c-12 0-16-6-16-14 10 0 16 6 16 14Zm0 0c12 0 16-6 16-14-10 0-16 6-16 14Z" />,
  ),
  GENMAICHA: bag(
    "b",
    <path className="paper-line" d="m82 96 8 4m6-10 6 6m8-4 8 4m-30 14 8 2m10-6 6 6m6-12 4 6" />,
  ),
  CUP: (
    <>
      <path className="steam" d="M88 54c-6-8 6-12 0-20m24 20c-6-8 6-12 0-20" />
      <path className="b" d="M62 66h76c0 40-8 70-38 70S62 106 62 66Z" />
      <path className="glaze" d="M62 66h76c0 12-1 22-3 31-10 8-18-4-28 2s-16 10-26 2-12 0-16-6c-2-9-3-18-3-29Z" />
      <ellipse className="tea" cx="100" cy="66" rx="38" ry="7" />
    </>
  ),
  KETTLE: (
    <>
      <path className="line" d="M72 60C70 30 128 28 134 52" />
      <path className="steel" d="M70 62h54l14 74H56Z" />
      <path className="spout" d="M132 112c26-4 10-52 34-58" />
      <path className="lid" d="M76 62c2-8 10-10 21-10s19 2 21 10Z" />
      <circle className="ink" cx="97" cy="48" r="5" />
      <path className="glint" d="m80 76-8 46" />
    </>
  ),
  WHISK: (
    <>
      <path className="b" d="M88 30h24l3 44H85Z" />
      <path className="ink" d="M84 72h32v7H84Z" />
      <path className="tines" d="M86 80c-14 16-18 36-16 56m22-56c-6 18-8 38-8 56m24-56c6 18 8 38 8 56m-2-56c14 16 18 36 16 56m-30-56v56" />
    </>
  ),
  GIFTCARD: (
    <>
      <rect className="a" x="46" y="54" width="108" height="74" rx="8" />
      <path className="b" d="M46 82h108v12H46Zm46-28h14v74H92Z" />
      <path className="b" d="M99 54c-20-2-26-24-10-24 8 0 10 14 10 24Zm0 0c20-2 26-24 10-24-8 0-10 14-10 24Z" />
    </>
  ),
};
