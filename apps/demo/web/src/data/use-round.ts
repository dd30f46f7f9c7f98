import { useEffect, useRef, useState } from "preact/hooks";

/** New lines ask no more often for what is counted from them. */
const REFRESH_MS = 2000;

/** Without new lines time still moves on. */
const SLIDE_MS = 30_000;

/** Rises when something that is counted should be asked for again. */
export function useRound(news: number): number {
  const [round, setRound] = useState(0);
  const last = useRef({ news, at: 0, timer: 0 });
  useEffect(() => {
    const { current } = last;
    if (news === current.news || current.timer !== 0) return;
    const wait = Math.max(0, REFRESH_MS - (performance.now() - current.at));
    current.timer = window.setTimeout(() => {
      Object.assign(current, { news, at: performance.now(), timer: 0 });
      setRound((count) => count + 1);
    }, wait);
  }, [news]);
  useEffect(() => {
    const timer = setInterval(() => setRound((count) => count + 1), SLIDE_MS);
    return () => clearInterval(timer);
  }, []);
  return round;
}
