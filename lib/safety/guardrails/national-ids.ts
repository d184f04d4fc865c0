import {
  brazilianCpf,
  frenchNir,
  isDay,
  iso7064mod11,
  israeliId,
  isUsPersonal,
  luhn,
  nhsNumber,
  remainder,
  spanishDni,
  verhoeff,
  weighted,
} from "./checksums.ts";

/** How a country writes the number of a person. `shape` and `isValid` read it without gaps, in capitals. */
export type NationalId = {
  kind: string;
  shape: RegExp;
  isValid: (compact: string) => boolean;
  /** The way of writing that is known without a word beside it, as it stands in the text. */
  alone?: RegExp;
};

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const last = (text: string): number => digit(text, text.length - 1);
const always = () => true;
/** The day of birth within a number: where its year, month and day begin. Centuries are not looked at. */
const born = (text: string, month: number, day: number): boolean =>
  isDay(Number(text.slice(month, month + 2)), Number(text.slice(day, day + 2)));

const chineseWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const taiwanLetters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

/** A Baltic personal code, whose check digit has a second row of weights for where the first leaves ten. */
function balticCode(text: string): boolean {
  const first = weighted(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const check = first < 10 ? first : (weighted(text, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
  return check === last(text) && born(text, 3, 5);
}

function turkishId(text: string): boolean {
  const odd = digit(text, 0) + digit(text, 2) + digit(text, 4) + digit(text, 6) + digit(text, 8);
  const even = digit(text, 1) + digit(text, 3) + digit(text, 5) + digit(text, 7);
  return (((odd * 7 - even) % 10) + 10) % 10 === digit(text, 9) && (odd + even + digit(text, 9)) % 10 === digit(text, 10);
}

function hongKongId(text: string): boolean {
  const letters = text.length === 9 ? text.slice(0, 2) : ` ${text[0]}`;
  const sum =
    (letters[0] === " " ? 36 : letters.charCodeAt(0) - 55) * 9 +
    (letters.charCodeAt(1) - 55) * 8 +
    weighted(text.slice(letters.trim().length), [7, 6, 5, 4, 3, 2]);
  return (sum + (text.endsWith("A") ? 10 : last(text))) % 11 === 0;
}

function taiwanId(text: string): boolean {
  const place = taiwanLetters.indexOf(text[0] ?? "") + 10;
  return (Math.floor(place / 10) + (place % 10) * 9 + weighted(text.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
}

function chileanRut(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < text.length - 1; i++) sum += digit(text, text.length - 2 - i) * ((i % 6) + 2);
  return "0K987654321"[sum % 11] === text.at(-1);
}

const mod11 = (text: string, weights: number[]): number => (11 - (weighted(text, weights) % 11)) % 11;

/** Numbers of persons by country. Of each the check digits are known, or its shape is one that nothing else has. */
export const nationalIds: NationalId[] = [
  {
    kind: "social-security-number",
    shape: /^\d{9}$/,
    isValid: (text) => isUsPersonal(text.slice(0, 3), text.slice(3, 5), text.slice(5)),
    alone: /^\d{3}([ -])\d{2}\1\d{4}$/,
  },
  { kind: "israeli-id", shape: /^\d{8,9}$/, isValid: israeliId },
  { kind: "canadian-social-insurance-number", shape: /^[1-9]\d{8}$/, isValid: luhn },
  { kind: "brazilian-cpf", shape: /^\d{11}$/, isValid: brazilianCpf, alone: /^\d{3}\.\d{3}\.\d{3}-\d{2}$/ },
  { kind: "french-social-security-number", shape: /^[12]\d{14}$/, isValid: frenchNir, alone: /^[12][\d .-]{14,22}$/ },
  { kind: "nhs-number", shape: /^\d{10}$/, isValid: nhsNumber },
  {
    kind: "polish-pesel",
    shape: /^\d{11}$/,
    isValid: (text) =>
      weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 && isDay(Number(text.slice(2, 4)) % 20, Number(text.slice(4, 6))),
  },
  { kind: "dutch-bsn", shape: /^\d{9}$/, isValid: (text) => weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 },
  { kind: "german-tax-id", shape: /^[1-9]\d{10}$/, isValid: iso7064mod11 },
  { kind: "croatian-oib", shape: /^\d{11}$/, isValid: iso7064mod11 },
  {
    kind: "austrian-social-insurance-number",
    shape: /^[1-9]\d{9}$/,
    isValid: (text) => weighted(text, [3, 7, 9, -1, 5, 8, 4, 2, 1, 6]) % 11 === 0 && born(text, 6, 4),
  },
  {
    kind: "swiss-ahv-number",
    shape: /^756\d{10}$/,
    isValid: (text) => weighted(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    alone: /^756\.\d{4}\.\d{4}\.\d{2}$/,
  },
  { kind: "spanish-id", shape: /^(?:\d{8}|[XYZ]\d{7})[A-HJ-NP-TV-Z]$/, isValid: spanishDni },
  { kind: "portuguese-nif", shape: /^[1-3]\d{8}$/, isValid: (text) => mod11(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 10 === last(text) },
  {
    kind: "belgian-national-number",
    shape: /^\d{11}$/,
    isValid: (text) => [text.slice(0, 9), `2${text.slice(0, 9)}`].some((body) => 97 - remainder(body, 97) === Number(text.slice(9))),
    alone: /^\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}$/,
  },
  {
    kind: "swedish-personal-number",
    shape: /^(?:19|20)?\d{10}$/,
    isValid: (text) => luhn(text.slice(-10)) && isDay(Number(text.slice(-8, -6)), Number(text.slice(-6, -4)) % 60),
    alone: /^(?:19|20)?\d{6}-\d{4}$/,
  },
  {
    kind: "norwegian-birth-number",
    shape: /^\d{11}$/,
    isValid: (text) =>
      weighted(text, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 && weighted(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  { kind: "danish-cpr", shape: /^\d{10}$/, isValid: (text) => born(text, 2, 0) },
  {
    kind: "finnish-personal-code",
    shape: /^\d{6}[-+A-FU-Y]?\d{3}[0-9A-FHJ-NPR-Y]$/,
    isValid: (text) => {
      const digits = text.replace(/^(\d{6})\D?/, "$1");
      return "0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(digits.slice(0, 9)) % 31] === digits.at(-1) && born(digits, 2, 0);
    },
    alone: /^\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y]$/,
  },
  {
    kind: "czech-birth-number",
    shape: /^\d{9,10}$/,
    isValid: (text) =>
      isDay(Number(text.slice(2, 4)) % 50 || 12, Number(text.slice(4, 6))) && (text.length === 9 || Number(text) % 11 === 0),
  },
  {
    kind: "romanian-cnp",
    shape: /^[1-9]\d{12}$/,
    isValid: (text) =>
      ((weighted(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 || 0) === last(text) ||
      (weighted(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11 === 10 && last(text) === 1),
  },
  {
    kind: "bulgarian-egn",
    shape: /^\d{10}$/,
    isValid: (text) =>
      (weighted(text, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(text) &&
      isDay(Number(text.slice(2, 4)) % 20, Number(text.slice(4, 6))),
  },
  {
    kind: "jmbg",
    shape: /^\d{13}$/,
    isValid: (text) => mod11(text, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) === last(text) && born(text, 2, 0),
  },
  { kind: "baltic-personal-code", shape: /^[1-6]\d{10}$/, isValid: balticCode },
  { kind: "greek-amka", shape: /^\d{11}$/, isValid: (text) => luhn(text) && born(text, 2, 0) },
  {
    kind: "irish-pps-number",
    shape: /^\d{7}[A-W][A-IW]?$/,
    isValid: (text) =>
      "WABCDEFGHIJKLMNOPQRSTUV"[
        (weighted(text, [8, 7, 6, 5, 4, 3, 2]) + (text.length === 9 ? "WABCDEFGHI".indexOf(text[8] ?? "W") * 9 : 0)) % 23
      ] === text[7],
  },
  {
    kind: "argentine-cuit",
    shape: /^(?:2[0347]|30|33|34)\d{9}$/,
    isValid: (text) => mod11(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) === last(text),
    alone: /^2[0347]-\d{8}-\d$/,
  },
  { kind: "chilean-rut", shape: /^\d{7,8}[\dK]$/, isValid: chileanRut, alone: /^\d{1,2}\.\d{3}\.\d{3}-[\dK]$/ },
  {
    kind: "mexican-clabe",
    shape: /^\d{18}$/,
    isValid: (text) =>
      [...text].reduce((sum, one, i) => sum + ((Number(one) * ([3, 7, 1][i % 3] ?? 1)) % 10) * (i < 17 ? 1 : 0), 0) % 10 ===
      (10 - last(text)) % 10,
  },
  { kind: "mexican-curp", shape: /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/, isValid: always },
  { kind: "italian-fiscal-code", shape: /^[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]$/, isValid: always },
  { kind: "national-insurance-number", shape: /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/, isValid: always },
  { kind: "south-african-id", shape: /^\d{10}[01]\d{2}$/, isValid: (text) => luhn(text) && born(text, 2, 4) },
  { kind: "australian-tax-file-number", shape: /^\d{9}$/, isValid: (text) => weighted(text, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 },
  {
    kind: "australian-medicare-number",
    shape: /^[2-6]\d{9,10}$/,
    isValid: (text) => weighted(text, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digit(text, 8),
  },
  {
    kind: "medicare-beneficiary-identifier",
    shape: /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/,
    isValid: always,
  },
  {
    kind: "russian-inn",
    shape: /^\d{12}$/,
    isValid: (text) =>
      (weighted(text, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digit(text, 10) &&
      (weighted(text, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digit(text, 11),
  },
  {
    kind: "russian-snils",
    shape: /^\d{11}$/,
    isValid: (text) => (weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(text.slice(9)),
    alone: /^\d{3}-\d{3}-\d{3}[ -]\d{2}$/,
  },
  {
    kind: "ukrainian-tax-number",
    shape: /^\d{10}$/,
    isValid: (text) => (((weighted(text, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === last(text),
  },
  {
    kind: "kazakh-iin",
    shape: /^\d{12}$/,
    isValid: (text) => weighted(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11 === last(text) && born(text, 2, 4),
  },
  { kind: "aadhaar", shape: /^[2-9]\d{11}$/, isValid: verhoeff },
  { kind: "indian-pan", shape: /^[A-Z]{3}P[A-Z]\d{4}[A-Z]$/, isValid: always },
  {
    kind: "chinese-resident-id",
    shape: /^\d{17}[\dX]$/,
    isValid: (text) => "10X98765432"[weighted(text, chineseWeights) % 11] === text.at(-1) && born(text, 10, 12),
    alone: /^\d{17}[\dX]$/,
  },
  {
    kind: "korean-resident-number",
    shape: /^\d{13}$/,
    isValid: (text) => born(text, 2, 4) && /^[1-8]$/.test(text[6] ?? ""),
    alone: /^\d{6}-[1-8]\d{6}$/,
  },
  { kind: "hong-kong-id", shape: /^[A-Z]{1,2}\d{6}[\dA]$/, isValid: hongKongId },
  { kind: "taiwanese-id", shape: /^[A-Z][1289]\d{8}$/, isValid: taiwanId },
  {
    kind: "singaporean-id",
    shape: /^[STFGM]\d{7}[A-Z]$/,
    isValid: (text) =>
      /^[ST]/.test(text)
        ? "JZIHGFEDCBA"[(weighted(text.slice(1), [2, 7, 6, 5, 4, 3, 2]) + (text[0] === "T" ? 4 : 0)) % 11] === text[8]
        : true,
  },
  {
    kind: "japanese-my-number",
    shape: /^\d{12}$/,
    isValid: (text) => {
      const rest = weighted(text, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === last(text);
    },
  },
  { kind: "turkish-id", shape: /^[1-9]\d{10}$/, isValid: turkishId },
  {
    kind: "thai-id",
    shape: /^[1-8]\d{12}$/,
    isValid: (text) => (11 - (weighted(text, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === last(text),
    alone: /^\d-\d{4}-\d{5}-\d{2}-\d$/,
  },
  { kind: "malaysian-id", shape: /^\d{12}$/, isValid: (text) => born(text, 2, 4), alone: /^\d{6}-\d{2}-\d{4}$/ },
  { kind: "emirates-id", shape: /^784\d{12}$/, isValid: always, alone: /^784-\d{4}-\d{7}-\d$/ },
  { kind: "pakistani-cnic", shape: /^[1-7]\d{12}$/, isValid: always, alone: /^[1-7]\d{4}-\d{7}-\d$/ },
  { kind: "egyptian-id", shape: /^[23]\d{13}$/, isValid: (text) => born(text, 3, 5) },
];
