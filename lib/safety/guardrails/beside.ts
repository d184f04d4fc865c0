import type { Label } from "./label-finder.ts";

/** A number as people write one: groups of digits and letters, with single signs between them. */
export type Candidate = { compact: string; raw: string; start: number; end: number };

/** How far a value may stand from its label, and how many words may stand between. */
const reach = 76;
const mostWords = 7;
const numberLike =
  /[+(]{0,2}[A-Za-z\p{Nd}]{1,40}(?:(?:[ \u00a0.\-/·‐-–]{1,2}|[ ]?[№#][ ]?|[ ]?[()][ ]?|\)[- ])[A-Za-z\p{Nd}]{1,40}){0,9}/gu;
const groupsOf = /[A-Za-z\p{Nd}]+/gu;
/** Words after which a number is no value of the label before them: it counts, names a thing, or is a price. */
export const turnsAway =
  /\b(?:orders?|invoices?|tickets?|ref|reference|bookings?|case|page|form|version|section|article|chapter|fees?|price|prices|costs?|offices?|renewals?|photos?|photocopy|premium|format|ending|ends|last|optional|plate readers|bestell\w*|rechnung\w*|pedido|factura|commande|facture|ordine|fattura|zam[oó]wieni\w*|faktur\w*|sipariş|заказ\p{L}*|сч[её]т-фактур\p{L}*|between|per|about|over|than|rose|grew|ca|approx\w*)\b|הזמנה|חשבונית|订单|注文|주문|رقم الطلب/iu;
const sentenceEnd = /(?:[\p{L}]{4}|[\p{Nd}\])"'])[.!?]\s|[。！？]|\n[^\S\n]{0,20}\n/u;
/** A line may end between a label and its value where nothing but the label's own words stands before. */
const wrapped = /^[^\S\n]{0,3}(?:[\p{L}.#°º]{1,12}[^\S\n]{0,2}){0,2}[:=*|]{0,3}[^\S\n]{0,3}\r?\n[\s*>|-]{0,6}$/u;
const money = /[$€£₪¥₹₽]\s?$/;
const unit =
  /^\s?(?:[%€$£₪₽元円원]|ש״ח|руб|(?:USD|EUR|GBP|ILS|NIS|PLN|mm|cm|kg|mg|km|weeks?|months?|years?|days?|hours?|minutes?|million|percent)\b)/i;
/** A price with its cents, and a time from one month to another. */
const amount = /^(?:\d{1,3}(?:[.,]\d{3})*[.,]\d{2}|\d{2}\/\d{2}-\d{2}\/\d{2})$/;
const network = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/;
const date = /^(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|[12]\d|3[01])[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})$/;

/** Digits of other scripts, as ASCII writes them. */
export const plainDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g, (char) => {
    const code = char.charCodeAt(0);
    return String(code - (zeros.find((zero) => code >= zero && code < zero + 10) ?? code));
  });
const zeros = [0x660, 0x6f0, 0x966, 0xff10];

/**
 * The value that stands after a label, in its line or the next: the first number that fits, with at most a few words between.
 * `fits` is asked for a number without its gaps, in capitals.
 */
export function after(text: string, label: Label<string>, fits: (value: Candidate) => boolean): Candidate | undefined {
  const window = text.slice(label.end, label.end + reach);
  if (!/\p{Nd}/u.test(window)) return;
  let passed = 0;
  for (const match of window.matchAll(numberLike)) {
    for (const candidate of candidatesIn(match[0], match.index)) {
      const gap = window.slice(0, candidate.start);
      if (!isGap(gap)) return;
      if (isMeasure(window, candidate, label.kind === "sort") || !fits(candidate)) continue;
      return { ...candidate, start: candidate.start + label.end, end: candidate.end + label.end };
    }
    if (/\p{Nd}/u.test(match[0]) && ++passed > 2) return;
  }
  return;
}

/** Further values of the same form that are listed behind one: `X (me) and Y (kid)`. */
export function* listed(text: string, first: Candidate): Generator<Candidate> {
  let last = first;
  for (let count = 0; count < 20; count++) {
    const window = text.slice(last.end, last.end + 80);
    const link = linked.exec(window);
    if (!link) return;
    const match = numberLike.exec(window.slice(link[0].length));
    numberLike.lastIndex = 0;
    const found =
      match?.index === 0
        ? [...candidatesIn(match[0], link[0].length)].find(({ compact }) => formOf(compact) === formOf(first.compact))
        : undefined;
    if (!found) return;
    last = { ...found, start: found.start + last.end, end: found.end + last.end };
    yield last;
  }
}

const linked =
  /^(?:\s?\([^()\n]{1,24}\))?\s{0,2}(?:[,;/&+]|,?\s(?:and|or|y|e|et|und|oder|en|i|и|ו|و)\s|、|和|と)\s{0,2}(?:[\p{L}'’]{1,14}[:=]?\s{1,2}){0,2}/u;
const formOf = (compact: string): string => compact.replace(/\d/g, "9").replace(/[A-Z]/g, "A");

/** The value that stands right before what it is said to be: `X is my passport number`, `X (passport)`. */
export function before(text: string, label: Label<string>, fits: (value: Candidate) => boolean): Candidate | undefined {
  const from = Math.max(0, label.start - 60);
  const window = text.slice(from, label.start);
  const joint = /[가-힣]/.test(text[label.start] ?? "") ? /\s$/ : joinedBefore;
  const said = /\p{Nd}/u.test(window) ? joint.exec(window) : null;
  if (!said) return;
  const head = window.slice(0, said.index);
  const line = head.slice(head.lastIndexOf("\n") + 1);
  const all = [...line.matchAll(numberLike)].flatMap((match) => [...candidatesIn(match[0], match.index)]);
  const offset = from + head.length - line.length;
  const found = all.find((candidate) => candidate.end >= line.trimEnd().length - 1 && !isMeasure(line, candidate) && fits(candidate));
  return found && { ...found, start: found.start + offset, end: found.end + offset };
}

const joinedBefore =
  /[\s"'”`*]{0,3}(?:\(\s?|\[|,?\sis (?:my|his|her|their|our|the)(?:\s[\p{L}'’]{1,14}){0,2}\s|\sas (?:my|his|her|their|our|the|a)?\s?(?:\p{L}{1,12}\s)?|\s?[-–=←]\s?(?:my|his|her|the)?\s?|\s(?:es mi|ist meine?|est mon|est ma|è il mio|é o meu|זה ה|это мой|to mój)\s?)$/iu;

/** Parts of a run of groups that may be one number, longest first from each beginning. */
function* candidatesIn(run: string, offset: number): Generator<Candidate> {
  const groups = [...run.matchAll(groupsOf)].slice(0, 10);
  for (let from = 0; from < groups.length; from++) {
    const first = groups[from] as RegExpExecArray;
    for (let to = groups.length - 1; to >= from; to--) {
      const final = groups[to] as RegExpExecArray;
      const end = final.index + final[0].length;
      // What ends a number is a digit, or one letter that checks it.
      if (to > from && !/\p{Nd}/u.test(final[0]) && !/^[A-Z]{1,3}$/.test(final[0])) continue;
      const raw = run.slice(first.index, end);
      if (!/\p{Nd}/u.test(raw)) continue;
      if (to > from && groups.slice(from, to + 1).some(({ 0: group }) => isWord(group))) continue;
      if (groups.slice(from + 1, to).some(({ 0: group }) => /^[A-Z]{3,}$/.test(group))) continue;
      // A part of what is written together is no number by itself, and a bracket is never half of one.
      if (isTight(run[first.index - 1]) || isTight(run[end]) || raw.includes("(") !== raw.includes(")")) continue;
      yield {
        raw,
        compact: plainDigits(raw.replace(/[^A-Za-z\p{Nd}]/gu, "")).toUpperCase(),
        start: offset + first.index,
        end: offset + end,
      };
    }
  }
}

const isTight = (sign: string | undefined): boolean => sign !== undefined && "-./·‐–".includes(sign);

/** What stands between numbers, and is of none: “in 12”, “Acc 4051”. */
const isWord = (group: string): boolean =>
  /^(?:[A-Za-z\d]*[a-z][A-Za-z\d]*|[A-Z]{5,}|ID|NO|NR|NUM|DOB|ACC|ACCT|REF|TEL|PIN|SSN|VIN|MRN|IBAN|IFSC|BLZ)$/.test(group);

function isGap(gap: string): boolean {
  if (sentenceEnd.test(gap) || turnsAway.test(gap)) return false;
  if (gap.includes("\n") && !wrapped.test(gap)) return false;
  return (gap.match(/[\p{L}\p{M}]{2,}/gu) ?? []).length <= mostWords;
}

/** A date, a price or a measure. */
function isMeasure(window: string, { raw, start, end }: Candidate, mayBeDate = false): boolean {
  return (
    (!mayBeDate && date.test(raw)) ||
    network.test(raw) ||
    amount.test(raw) ||
    /\d[.,]$/.test(window.slice(Math.max(0, start - 2), start)) ||
    /^(?:19|20)\d{2}$/.test(raw) ||
    money.test(window.slice(Math.max(0, start - 2), start)) ||
    unit.test(window.slice(end, end + 10)) ||
    /^[.,]\d/.test(window.slice(end, end + 2))
  );
}
