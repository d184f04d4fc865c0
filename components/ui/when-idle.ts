/** Acts once the page is loaded and has nothing else to do; gives back how to call it off. A browser that cannot tell is not asked. */
export function whenIdle(act: () => void): () => void {
  if (!("requestIdleCallback" in window)) return () => undefined;
  let handle = 0;
  const wait = () => {
    handle = requestIdleCallback(act);
  };
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
  return () => {
    window.removeEventListener("load", wait);
    cancelIdleCallback(handle);
  };
}
