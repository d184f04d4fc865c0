/**
 * Whether a browser sent this from a page that is not ours. Browsers set `Origin` on every request that may change something;
 * without it the request is no browser's, unless `Sec-Fetch-Site` says otherwise.
 */
export function isForeign(headers: Headers, url: string): boolean {
  const origin = headers.get("origin");
  if (origin === null) return !["none", "same-origin", null].includes(headers.get("sec-fetch-site"));
  const host = headers.get("host") ?? new URL(url).host;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
