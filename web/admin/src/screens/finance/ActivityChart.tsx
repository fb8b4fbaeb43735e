/** The activity as bars: what was put in stands above the line, what was taken below. A table says the same. */
import { ColorSwatch, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Wide } from "../../components/Wide";
import { useFormat } from "../../i18n";
import type { Activity } from "./documents";
import { COLOURS, pieces, SERIES } from "./series";
import { useWords } from "./words";

const WIDTH = 960;
const HEIGHT = 260;
const START = 78; // for the scale's numbers
const FOOT = 24; // for the dates

interface Props {
  rows: readonly Activity[];
  label: (row: Activity) => string;
}

export function ActivityChart({ rows, label }: Props): ReactNode {
  const t = useWords();
  const format = useFormat();
  const bars = rows.map(pieces);
  const all = bars.flat().flatMap((piece) => [piece.from, piece.to]);
  const most = Math.max(0, ...all);
  const least = Math.min(0, ...all);
  const range = most - least || 1;
  const y = (points: number): number => 8 + ((most - points) / range) * (HEIGHT - FOOT - 16);
  const step = (WIDTH - START) / rows.length;
  const labelled = Math.ceil(rows.length / 8);
  return (
    <>
      <Wide label={t("chartLabel")}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" style={{ minWidth: 620, display: "block" }} role="img" aria-label={t("chartLabel")}>
        {[most, 0, least].filter((value, index, values) => values.indexOf(value) === index).map((value) => (
          <g key={value}>
            <line x1={START} x2={WIDTH} y1={y(value)} y2={y(value)} stroke="var(--mantine-color-default-border)" />
            <text x={START - 8} y={y(value) + 4} textAnchor="end" fontSize="12" fill="var(--mantine-color-dimmed)">
              {format.points(value)}
            </text>
          </g>
        ))}
        {rows.map((row, index) => (
          <g key={row.periodStart} transform={`translate(${START + index * step})`}>
            {bars[index]?.map((piece) => (
              <rect key={piece.series} x={step * 0.15} width={step * 0.7} fill={COLOURS[piece.series]}
                y={y(Math.max(piece.from, piece.to))} height={Math.max(1, Math.abs(y(piece.to) - y(piece.from)))}>
                <title>{`${label(row)} · ${t(piece.series)}: ${format.points(piece.to - piece.from, { signed: true })}`}</title>
              </rect>
            ))}
            {index % labelled === 0 && (
              <text x={step / 2} y={HEIGHT - 6} textAnchor="middle" fontSize="12" fill="var(--mantine-color-dimmed)">
                {label(row)}
              </text>
            )}
          </g>
        ))}
      </svg>
      </Wide>
      <Group gap="md" mt="xs" aria-hidden>
        {SERIES.map((series) => (
          <Group key={series} gap={6}>
            <ColorSwatch color={COLOURS[series]} size={12} withShadow={false} />
            <Text size="sm">{t(series)}</Text>
          </Group>
        ))}
      </Group>
    </>
  );
}
