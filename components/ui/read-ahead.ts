const signs = ["pointermove", "pointerdown", "keydown"] as const;
const quietMs = 5_000;

/**
 * Reads what somebody may want next: at the first sign of them, or once the page has long been loaded and has nothing else to do.
 * Until then it is no burden to a page that only has to be looked at. Gives back how to call it off.
 */
export function readAhead(read: () => Promise<unknown>): () => void {
  const done = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    done.abort();
  };
  const act = () => {
    if (done.signal.aborted) return;
    stop();
    void read();
  };
  const wait = () => {
    // A browser that cannot tell when it is idle is not asked.
    if ("requestIdleCallback" in window) timer = setTimeout(() => requestIdleCallback(act), quietMs);
  };
  for (const sign of signs) window.addEventListener(sign, act, { signal: done.signal, capture: true, passive: true });
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true, signal: done.signal });
  return stop;
}
