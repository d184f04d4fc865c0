import { cellsUnder } from "./columns.ts";
import type { Label } from "./label-finder.ts";
import { findSecretLabels, type SecretLabel } from "./secret-labels.ts";
import { isSecretValue, type Joint, sortsOf } from "./secret-values.ts";

type Place = { start: number; end: number };
export type SecretPlace = Place & { because: string };

const reach = 120;
/** What joins a word to its value: signs, and what languages say for “is”. */
const joints =
  /(?<sign>=>|:=|->|→|>>|[:=：＝>](?!=)|,(?=\s?["']))|(?<speech>(?<![\p{L}\p{M}])(?:is now|is|it['’]?s|that['’]?s|was|are|to|of|be|es|son|era|será|ist|lautet|sind|war|est|c['’]est|sont|é|è|são|sarà|is dat|to jest|jest|это|такой|такая|теперь|הוא|היא|זה|הם|هي|هو|है|হলো|on|är|er|=|with|:)(?![\p{L}\p{M}])|(?<=^|[\u3040-\u30ff\u4e00-\u9fff])[はが是为為]|[은는이가](?=\s)|[-–—](?=\s))/gu;
const value =
  /^\s{0,3}(?:(?:now|currently|still|just|again|nun|jetzt|ahora|maintenant|agora|adesso|сейчас|теперь|עכשיו)\s)?(?:["'`_“”„«»‘([]|\*(?!\d)){0,3}(?<value>[^\s"'`<>“”«»]{3,256})/u;
const quoted = /^\s{0,3}["'`“„«](?<value>[^"'`“”«»\n]{3,120})["'`”»]/u;
/** Words between a label and its joint that say that something else is meant. */
const otherThing =
  /(?:length|len|min|max|age|ttl|polic|expir|count|attempt|hash|sha|digest|fingerprint|checksum|version|build|commit|name|id|ref|header|type|format|field|limit|usage|rotation|manager|reset|url|uri|endpoint|path|file|length|size|prefix|hint|strength|requirement|generator|vergessen|oubli|olvid|esquec|dimentic|vergeten|забы|שכח|忘)/iu;
/** How passwords are kept, which is no password. */
const ofKeeping =
  /\b(?:stored|hashed|encrypted|kept|saved|protected|managed|generated|validated|checked|must|should|cannot|may|need|needs)\b/i;
const sentenceEnd = /(?:\p{L}{3}|["'\])])[.!?](?:\s|$)|[。！？\n;{}]/u;
const mostWords = 6;

/** Values that a word beside them makes secrets. */
export function* labelledSecrets(text: string): Generator<SecretPlace> {
  const labels = findSecretLabels(text);
  for (const [at, label] of labels.entries()) {
    if (isPartOfWord(text, label) || !isMeant(text, label)) continue;
    const because = `a value after “${text.slice(label.start, label.end)}”`;
    const next = labels[at + 1]?.start ?? text.length;
    for (const place of placesOf(text, label, next)) yield { ...place, because };
  }
  for (const { label, value: cell, start } of cellsUnder(text, labels))
    if (cell.length <= 256 && !/\s/.test(cell) && isSecretValue(label.kind, cell, "sign"))
      yield { start, end: start + cell.length, because: "a value in a column of secrets" };
}

function placesOf(text: string, label: Label<SecretLabel>, next: number): Place[] {
  if (label.kind === "words") return listOf(wordsAfter(text, label));
  const said = text.slice(label.start, label.end);
  const several = label.kind === "code" ? codesAfter(text, label) : [];
  if (several.length > 0) return several;
  const halves = label.kind === "code" || label.kind === "someCode" ? inHalves.exec(text.slice(label.end, label.end + 24)) : null;
  if (halves) return [{ start: label.end + halves[0].length - 7, end: label.end + halves[0].length }];
  const apartInWords = /phrase|app|smtp/i.test(said) || label.kind === "password" ? groupsAfter(text, label) : undefined;
  return listOf(apartInWords ?? joined(text, label, next) ?? besideIt(text, label) ?? inFront(text, label));
}

const listOf = (place: Place | undefined): Place[] => (place ? [place] : []);
/** Six digits with a gap, as programs of two factors show them. */
const inHalves = /^[^\S\n]{0,2}(?:[:=–-]|is|\s)[^\S\n]{0,2}\d{3} \d{3}(?![\d-]| \d)/;
const onceOnly = /(?:[a-z0-9]{4,8}-[a-z0-9]{4,8}|\d{6,8}|\d{4} \d{4})(?![\w-])/giy;

/** Codes that are used once and given out in a list. */
function codesAfter(text: string, { end }: Label<SecretLabel>): Place[] {
  const places: Place[] = [];
  let at = end + (/^[\s:=]{1,6}/.exec(text.slice(end, end + 6))?.[0].length ?? 0);
  for (; places.length < 20; ) {
    onceOnly.lastIndex = at;
    const code = onceOnly.exec(text)?.[0];
    if (code === undefined || !/\d/.test(code)) break;
    places.push({ start: at, end: at + code.length });
    at += code.length;
    at += /^[\s,;|•*]{1,4}(?:\d{1,2}[.)] )?/.exec(text.slice(at, at + 8))?.[0].length ?? 0;
  }
  return places.length > 1 ? places : [];
}

const inWords = /^[^\S\n]{0,2}[:=][^\S\n]{0,2}["'“]?((?:[a-z]{2,12}[ -]){2,9}[a-z]{2,12})["'”]?[^\S\n]{0,2}(?:$|[\n.])/;
const inFours = /^[^\S\n]{0,2}(?:[:=]|(?:[a-z]{2,12}[ ]){0,3}(?:is[ ])?)[^\S\n]{0,2}["']?([a-z0-9]{4}(?: [a-z0-9]{4}){3})(?![\w ]\w)/;

/** A phrase of several words, or a password that a mail provider writes in four groups of four. */
function groupsAfter(text: string, label: Label<SecretLabel>): Place | undefined {
  const window = text.slice(label.end, label.end + 160);
  const isPhrase = /phrase/i.test(text.slice(label.start, label.end));
  const isForApps = /app|smtp/i.test(text.slice(Math.max(0, label.start - 5), label.end));
  const form = (isPhrase && inWords) || (isForApps && inFours);
  const found = form ? form.exec(window) : null;
  const value = found?.[1];
  if (!found || value === undefined) return;
  const start = label.end + found[0].indexOf(value);
  return { start, end: start + value.length };
}

/** Words before “code” and “pass” that say whose it is, or that it is another thing. */
const ofAccess =
  /(?:login|log-in|sign-?in|whatsapp|google|telegram|signal|microsoft|apple|facebook|instagram|amazon|paypal|steam|guard|uber|elevator|lift|garage|storage|locker|mailbox|parking|pool|gym|laundry|front|back|side|security|access|entry|unlock|temporary|temp|one[- ]time|digit|sms|\d is your(?: \w{1,16}){1,2})[\s-]$/i;
const toOpen =
  /^\s(?:for|to|of|on)\s(?:the\s|my\s|our\s)?(?:\p{L}{1,12}\s)?(?:gate|door|alarm|lock|lockbox|building|safe|garage|wi-?fi|entrance|storage|elevator|mailbox|keypad)\b/iu;
const ofTravel = /(?:boarding|bus|season|ski|day|hall|mountain|monthly|guest|parking|bypass|sur)[\s-]$/i;

function isMeant(text: string, { kind, start, end }: Label<SecretLabel>): boolean {
  const said = text.slice(Math.max(0, start - 32), start);
  return kind === "someCode" ? ofAccess.test(said) || toOpen.test(text.slice(end, end + 40)) : !(kind === "pass" && ofTravel.test(said));
}

/** `compass`, `tokenizer`: the finder reads whole words, so that only what a program glues to them is left. */
const isPartOfWord = (text: string, { start, end }: Label<SecretLabel>): boolean =>
  /[\p{L}]/u.test(text[end] ?? "") && !/[A-Z\u3040-\uffff]/.test(text[end] ?? "") && !/[\u3040-\uffff]/.test(text[start] ?? "");

function joined(text: string, label: Label<SecretLabel>, next: number): Place | undefined {
  const window = text.slice(label.end, label.end + reach + 260);
  let tried = 0;
  for (const match of window.slice(0, Math.min(reach, next - label.end)).matchAll(joints)) {
    const gap = window.slice(0, match.index);
    if (!isGap(gap) || /[:=]\s*[\w"']/.test(gap) || ofKeeping.test(gap) || tried++ > 5) return;
    const from = match.index + match[0].length;
    const joint: Joint = match.groups?.["sign"] === undefined || match[0] === "," ? "speech" : "sign";
    const found = valueAt(window, from);
    if (found && isSecretValue(label.kind, found.value, joint) && !(label.kind === "key" && otherThing.test(gap)))
      return { start: label.end + found.start, end: label.end + found.start + found.value.length };
  }
  return;
}

/** The next words, where one of them looks like nothing but a secret. */
function besideIt(text: string, label: Label<SecretLabel>): Place | undefined {
  const window = text.slice(label.end, label.end + reach + 200);
  let from = 0;
  for (let word = 0; word < 5; word++) {
    const gap = /^["'`*_)\]:]{0,2}[^\S\n]{1,3}/.exec(window.slice(from, from + 8))?.[0];
    if (gap === undefined) return;
    const found = valueAt(window, from + gap.length - 1);
    const isNear =
      found !== undefined &&
      (word === 0 || label.kind === "code" || sortsOf(found.value) >= 3 || (word < 3 && /^[a-z]{3,}\d{2,}$/i.test(found.value)));
    if (isNear && isSecretValue(label.kind, found.value, "beside"))
      return { start: label.end + found.start, end: label.end + found.start + found.value.length };
    const said = /^[\p{L}\p{M}'’(),.-]{1,24}/u.exec(window.slice(from + gap.length, from + gap.length + 26))?.[0];
    if (said === undefined || /[.]$/.test(said) || (label.kind.endsWith("ode") && word > 1)) return;
    from += gap.length + said.length;
  }
  return;
}

const front =
  /(?<value>[\x21-\x7e]{4,64})["'`*”]{0,2}(?<said>\s(?:is|was|=)\s(?:the|my|our|your|his|her|their)(?:\s[\p{L}-]{1,14}){0,2}|\s(?:as|for)(?:\s(?:the|my|our|your|a|his|her))?(?:\s[\p{L}-]{1,14})?|,? (?:that['’]?s|which is) (?:the|my|our|your)(?:\s[\p{L}-]{1,14}){0,2}|\s?\(\s?|\s[-–]\s)\s?$/u;

const frontEnd = /(?:\s(?:is|was|=|as|for)\s|\sas\s?$|that['’]?s|\(\s?$|\s[-–]\s?$)/u;

/** `X is the password`, `X as my password`, `X (password)`. */
function inFront(text: string, label: Label<SecretLabel>): Place | undefined {
  const from = Math.max(0, label.start - 110);
  const window = text.slice(from, label.start);
  const match = frontEnd.test(window.slice(-48)) ? front.exec(window) : null;
  const found = match?.groups?.["value"]?.replace(/^["'`*“(]+|["'`*”,;:)]+$/g, "");
  if (!match || !found || !isSecretValue(label.kind, found, "beside")) return;
  const start = from + match.index + (match.groups?.["value"] ?? "").indexOf(found);
  return { start, end: start + found.length };
}

const phrase = /(?<![\p{L}])(?:[a-z]{3,8}[ ,\n]{1,2}){11,23}[a-z]{3,8}(?![a-z])/u;

function wordsAfter(text: string, { end }: Label<SecretLabel>): Place | undefined {
  const window = text.slice(end, end + 300);
  const opening = /^[^:=\n]{0,40}[:=]\s{0,3}["'“]?|^["'”]?(?:\s(?:is|are|words|phrase|below))?\s["'“]?/.exec(window);
  const found = opening && phrase.exec(window.slice(opening[0].length));
  if (!opening || !found || found.index > 3) return;
  const start = end + opening[0].length + found.index;
  return { start, end: start + found[0].length };
}

function isGap(gap: string): boolean {
  if (sentenceEnd.test(gap) || /\d{3}|@|\/\//.test(gap)) return false;
  return (gap.match(/[\p{L}\p{M}]+/gu) ?? []).length <= mostWords;
}

/** What was put for a value already. */
const standIn = /^[^\p{L}\p{N}]{0,6}\[[A-Z][A-Z_]{1,40}_\d{1,6}\]/u;

/** A value from a place on: to the end of its quotation, or of its run. */
function valueAt(window: string, from: number): { value: string; start: number } | undefined {
  const rest = window.slice(from, from + 264);
  if (standIn.test(rest)) return;
  const whole = quoted.exec(rest)?.groups?.["value"];
  if (whole !== undefined && !/\s|^[\w.-]{2,30}=[^=]/.test(whole)) return { value: whole, start: from + rest.indexOf(whole) };
  const run = value.exec(rest)?.groups?.["value"];
  if (run === undefined) return;
  // A value in Latin letters ends where the sentence around it goes on in its own script, and at the next field.
  const plain = /^[\x21-\x7e\u00c0-\u024f]+/.exec(run)?.[0] ?? run;
  const cut = plain
    .replace(/[;&](?:[\w.-]{1,40}=.*|\s*)$/, "")
    .replace(/\\[nrt"].*$/, "")
    .replace(/(?:[.,;:?)\]}]|\\)+$/, "");
  // The name of a field within a value is none of it: `Cookie: session=…`, `Passwords: admin=…`.
  const named = /^[\w.?-]{2,30}=(?=[^=]{6})/.exec(cut)?.[0].length ?? 0;
  return cut.length < 3 ? undefined : { value: cut.slice(named), start: from + rest.indexOf(run) + named };
}
