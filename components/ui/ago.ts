const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How far a time is from now, as it is said. */
export function ago(at: number, now: number): string {
  const away = now - at;
  const size = Math.abs(away);
  if (size < minute) return away >= 0 ? "just now" : "in a moment";
  const words = amount(size);
  return away >= 0 ? `${words} ago` : `in ${words}`;
}

function amount(ms: number): string {
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  const days = Math.floor(ms / day);
  return days === 1 ? "1 day" : `${days} days`;
}

/** How long something took: "420 ms", "3.2 s", "4 min 10 s". */
export function took(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < minute) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min ${Math.floor((ms % minute) / 1_000)} s`;
  if (ms < day) return `${Math.floor(ms / hour)} h ${Math.floor((ms % hour) / minute)} min`;
  return amount(ms);
}
