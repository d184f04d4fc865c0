/** How far back a label may stand before its value. */
const reach = 56;

/** The words that stand right before a value, in lower case: what it is said to be. */
export function labelBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - reach), at);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return line.toLowerCase();
}

/** Words that say a number names a thing of trade and no person: an order, a part, a parcel. */
const trade =
  /(?:\b(?:order|invoice|tracking|parcel|shipment|sku|part|model|serial|ticket|case|issue|ref|reference|confirmation|booking|reservation|isbn|issn|imei|upc|ean|gtin|build|version|listing|mls|lot|asin|po|rma|job|item|product|transaction|request|trace|run|commit|id)\b|הזמנה|חשבונית|מעקב|פנייה|pedido|factura|seguimiento)[\s#:.,=–-]{0,4}(?:(?:number|no|num|nr|id|code|מספר|מס|número)\b[\s#:.=–-]{0,4})?(?:is\s{0,2})?#?$/;

export function namesTrade(label: string): boolean {
  return trade.test(label);
}

/** How evenly a text uses its characters, in bits each: words stay under 3.5, keys are above. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
