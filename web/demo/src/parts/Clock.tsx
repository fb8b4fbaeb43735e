/** The sandbox's clock: what day it is in the shop, and ways to let days pass. */
import type { ReactNode } from "react";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import { letTimePass } from "../visit";

const STEPS = { day: 1, week: 7, month: 30 };

export function Clock(): ReactNode {
  const { now, points, isBusy, isClosed } = useVisit();
  const { words, fill, date } = useSpeech();
  if (!now || isClosed) return null;
  const matures = points?.pending?.points ? points.pending_until : null;
  const expires = points?.expirations?.[0]?.expires_at;
  return (
    <section className="clock" aria-label={words.clock}>
      <p className="today" role="status">
        <span className="tag">{words.demo}</span> {fill(words.today, { date: date(now) })}
      </p>
      <div className="steps">
        {Object.entries(STEPS).map(([name, days]) => (
          <button key={name} type="button" aria-disabled={isBusy} onClick={() => void letTimePass({ days })}>
            {words.later[name as keyof typeof STEPS]}
          </button>
        ))}
        {matures && <Until how={{ until: matures }} word="untilMature" />}
        {expires && <Until how={{ until: expires, warned: true }} word="untilWarned" />}
        {expires && <Until how={{ until: expires }} word="untilExpire" />}
      </div>
    </section>
  );
}

interface UntilProperties {
  how: { until: string; warned?: true };
  word: "untilMature" | "untilWarned" | "untilExpire";
}

function Until({ how, word }: UntilProperties): ReactNode {
  const { isBusy } = useVisit();
  const { words, fill, shortDate } = useSpeech();
  return (
    <button type="button" aria-disabled={isBusy} onClick={() => void letTimePass(how)}>
      {fill(words[word], { date: shortDate(how.until) })}
    </button>
  );
}
