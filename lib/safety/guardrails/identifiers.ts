import { after, before, type Candidate, listed, plainDigits } from "./beside.ts";
import { birthDates } from "./birth-dates.ts";
import { iban, ibanLength, isCardNumber, israeliId } from "./checksums.ts";
import { cellsUnder } from "./columns.ts";
import { type Finding, outermost } from "./finding.ts";
import { banking, type Kind, named, narrow } from "./identifier-labels.ts";
import { type Label, labelFinder, phraseOf } from "./label-finder.ts";
import { labelBefore, namesTrade } from "./labels.ts";
import { nationalIds } from "./national-ids.ts";

/** Numbers that governments and banks give to one person: by shape and check digits, or by a label that says what they are. */
export function findIdentifiers(text: string): Finding[] {
  return outermost([...numbers(text), ...lettered(text), ...accounts(text), ...labelled(text), ...birthDates(text)]);
}

const identifier = (kind: string, start: number, end: number, reason: string, severity: Finding["severity"] = "high"): Finding => ({
  detector: "identifiers",
  kind,
  severity,
  reason,
  span: { start, end },
});

/** Digits with single separators between them; longer ones than any number here are one number all the same. */
const digitRuns = /\d(?:[ .\u00a0-]?\d){7,40}/g;
const cardLabel = /card|visa|mastercard|amex|american express|discover|credit|debit|payment|כרטיס|אשראי|tarjeta|carte|karte/;
const socialLabel = /social security|\bssn\b|\bss#|\bitin\b|\bsin\b|social insurance|tax ?id|taxpayer|\btin\b/;
const israeliLabel = /ת["״']?\.?ז|תעודת זהות|מספר זהות|מס(?:'|׳|פר)? ?ת|ת\.ז\.|teudat|israeli id|\bid(?: number| no| card)?\b|identity/;

function* numbers(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(digitRuns)) {
    const end = index + run.length;
    // Part of a longer word, number or version is none.
    if (/[\w.]/.test(text[index - 1] ?? " ") && !/[.\s]/.test(text[index - 1] ?? " ")) continue;
    if (/[A-Za-z_]/.test(text[end] ?? " ") || /\.\d/.test(text.slice(end, end + 2))) continue;
    const kind = kindOf(run, labelBefore(text, index));
    if (!kind || /^(?:\d{1,3}\.){3}\d{1,3}$/.test(run)) continue;
    yield identifier(kind, index, end, `a ${kind.replaceAll("-", " ")}`);
    const code = kind === "card-number" ? codeOfCard.exec(text.slice(end, end + 80)) : undefined;
    if (code) yield identifier("card-code", end + code[0].length - (code[1] ?? "").length, end + code[0].length, "a card code");
  }
}

/** A British account: its sort code and eight digits, in either order, near a word about banks. */
const british = /(?<![\d-])(?:\d{2}-\d{2}-\d{2}[\s,/|]{1,3}\d{8}|\d{8}\s?[/,|]\s?\d{2}-\d{2}-\d{2})(?![\d-])/g;

function* accounts(text: string): Generator<Finding> {
  for (const { 0: account, index } of text.matchAll(british))
    if (banking.test(text.slice(Math.max(0, index - 80), index + account.length + 80)))
      yield identifier("bank-account", index, index + account.length, "a bank account");
}

/** The code of a card, where only the number before it says what it is the code of. */
const codeOfCard =
  /^(?:\s?\/|[^\n]{0,50}?(?:\bc[ovs][dvc]?[eio]?\d?|\bcode|\bcódigo|\bcodice|\bkod|код|קוד|ספרות|رمز|码|コード|코드|back|dos|retro)[^\n\d]{0,20})(\d{3,4})(?![\d/.-])/iu;

function kindOf(run: string, label: string): string | undefined {
  const digits = run.replace(/\D/g, "");
  const isTrade = namesTrade(label) && !cardLabel.test(label) && !socialLabel.test(label);
  if (digits.length >= 13 && digits.length <= 19 && isCardNumber(digits) && !isTrade && isGroupedAsCard(run)) return "card-number";
  // What is said to be a card and grouped like one is treated as one, although a digit may be wrong.
  if (cardLabel.test(label) && /^(?:\d{4}[ -]){3}\d{4}$|^\d{4}[ -]\d{6}[ -]\d{5}$/.test(run) && !/gift|library|loyalty|member/.test(label))
    return "card-number";
  if ((digits.length === 9 || digits.length === 8) && !isTradeOnly(label) && israeliLabel.test(label) && israeliId(digits))
    return "israeli-id";
  if (isTrade) return;
  return nationalIds.find(({ shape, isValid, alone }) => alone?.test(run) && shape.test(digits) && isValid(digits))?.kind;
}

/** “Order id” names a thing although “id” stands in it. */
const isTradeOnly = (label: string) =>
  namesTrade(label.replace(/\bid(?: number| no| card)?\b[\s:#=]{0,3}(?:is\s)?$/, "")) && !/ת/.test(label);

/** Cards are written in fours, or as American Express does, or without a gap. */
function isGroupedAsCard(run: string): boolean {
  const groups = run.split(/[ .\u00a0-]/).map(({ length }) => length);
  if (groups.length === 1) return true;
  return groups.every((length, i) =>
    i < groups.length - 1 ? length === 4 || (groups.length === 3 && (length === 6 || length === 5)) : length <= 5,
  );
}

/** Numbers that have letters. The run is cut out of the text once; each shape is held against its start. */
const letteredRuns = /\b[A-Z0-9](?:[ -]?[A-Z0-9]){7,44}\b/g;

function* lettered(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(letteredRuns)) {
    let from = 0;
    // A word in capitals may stand before the number: each beginning of a group is tried.
    for (const group of run.split(/(?<=[ -])/).slice(0, 24)) {
      const found = letteredAt(run.slice(from, from + 48), labelBefore(text, index + from));
      if (found) {
        yield identifier(found.kind, index + from, index + from + found.length, `a ${found.kind.replaceAll("-", " ")}`);
        break;
      }
      from += group.length;
    }
  }
}

function letteredAt(rest: string, label: string): { kind: string; length: number } | undefined {
  const country = /^([A-Z]{2})\d{2}/.exec(rest)?.[1];
  const length = country === undefined ? undefined : ibanLength(country);
  if (length !== undefined) {
    const cut = cutTo(rest, length);
    if (cut !== undefined && iban(cut.replace(/[ -]/g, ""))) return { kind: "iban", length: cut.length };
  }
  if (namesTrade(label)) return;
  for (const [shape, kinds] of letteredShapes) {
    const found = shape.exec(rest)?.[0];
    const compact = found?.replace(/[^A-Z0-9]/g, "") ?? "";
    const kind = found && kinds.find((one) => isOf(one, compact));
    if (found && kind) return { kind, length: found.length };
  }
  return;
}

/** Numbers whose letters make them known without a word beside them. */
const letteredShapes: [shape: RegExp, kinds: string[]][] = [
  [/^[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/, ["national-insurance-number"]],
  [/^(?:\d{8}|[XYZ]-?\d{7})[- ]?[A-HJ-NP-TV-Z]\b/, ["spanish-id"]],
  [/^[A-Z]{6} ?[\dL-V]{2} ?[A-T][\dL-V]{2} ?[A-Z][\dL-V]{3} ?[A-Z]\b/, ["italian-fiscal-code"]],
  [/^[A-Z]{4}\d{6}[A-Z]{6}[A-Z0-9]\d\b/, ["mexican-curp"]],
  [/^\d[A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d{2}\b/, ["medicare-beneficiary-identifier"]],
  [/^\d{6}[-+A]\d{3}[0-9A-Y]\b/, ["finnish-personal-code"]],
  [/^\d{17}X\b/, ["chinese-resident-id"]],
  [/^[STFGM]\d{7}[A-Z]\b/, ["singaporean-id"]],
  [/^[A-F][12]\d{8}\b/, ["taiwanese-id"]],
];
const byKind = new Map(nationalIds.map((one) => [one.kind, one]));
const isOf = (kind: string, compact: string): boolean => {
  const id = byKind.get(kind);
  return id?.shape.test(compact) === true && id.isValid(compact);
};

/** The first so many letters and digits, with the gaps between them. */
function cutTo(text: string, count: number): string | undefined {
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    if (/[A-Z0-9]/.test(text[i] ?? "")) seen += 1;
    if (seen === count) return /[A-Z0-9]/.test(text[i + 1] ?? " ") ? undefined : text.slice(0, i + 1);
  }
  return;
}

const find = labelFinder(Object.fromEntries(Object.entries(named).map(([kind, { words }]) => [kind, words])) as Record<Kind, string>);

/** What a word alone makes a personal number, whatever its check digits. */
function* labelled(text: string): Generator<Finding> {
  const labels = find(text);
  for (const label of labels) {
    const fits = fitsTo(label.kind, text, label);
    const value = after(text, label, fits) ?? before(text, label, fits);
    if (!value) continue;
    // Hong Kong writes the check digit in brackets.
    yield said(label.kind, value.start, value.end + (/^\([0-9A]\)/.exec(text.slice(value.end, value.end + 3))?.[0].length ?? 0));
    for (const { start, end } of listed(text, value)) yield said(label.kind, start, end);
  }
  for (const { label, value, start } of cellsUnder(text, labels)) {
    const compact = plainDigits(value.replace(/[^A-Za-z\p{Nd}]/gu, "")).toUpperCase();
    if (value.length <= 48 && fitsTo(label.kind, text, label)({ compact, raw: value, start, end: start + value.length }))
      yield said(label.kind, start, start + value.length);
  }
}

const said = (kind: Kind, start: number, end: number): Finding => {
  const name = named[kind].kind;
  return identifier(name, start, end, `a ${name.replaceAll("-", " ")}`);
};

function fitsTo(kind: Kind, text: string, label: Label<Kind>): (value: Candidate) => boolean {
  const { shape } = named[kind];
  const word = phraseOf(text.slice(label.start, label.end));
  const strict = Object.hasOwn(narrow, word) ? narrow[word] : undefined;
  const around = text.slice(Math.max(0, label.start - 80), label.end + 80);
  return ({ compact, raw }) => {
    if (kind === "card" && raw.includes("/")) return false;
    if (kind === "bank" && (/^[A-Z]{3,}\s/.test(raw) || /[a-z].*[A-Z]|[A-Z].*[a-z]/.test(raw))) return false;
    return strict ? strict(compact, raw, around) : shape.test(compact);
  };
}
