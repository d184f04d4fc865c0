/** The check digits of numbers that people and banks have. Each takes digits (and letters where the number has them), without spaces. */

export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    if (i % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The remainder of a number of any length. */
export function remainder(digits: string, by: number): number {
  let rest = 0;
  for (let i = 0; i < digits.length; i++) rest = (rest * 10 + digits.charCodeAt(i) - 48) % by;
  return rest;
}

/** The sum of the first digits, each times its weight. */
export function weighted(digits: string, weights: number[]): number {
  return weights.reduce((sum, times, at) => sum + (digits.charCodeAt(at) - 48) * times, 0);
}

/** A month and a day that there are. */
export const isDay = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/** ISO 7064, mod 11,10. */
export function iso7064mod11(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i++) product = (((digits.charCodeAt(i) - 48 + product) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === digits.charCodeAt(digits.length - 1) - 48;
}

/** How the digits are dealt out by place, and the table of the group that Verhoeff's check digit closes. */
const dealt = "1576283094";
const turned = (times: number, digit: number): number => {
  let at = digit;
  for (let i = 0; i < times; i++) at = dealt.charCodeAt(at) - 48;
  return at;
};
const inGroup = (a: number, b: number): number => {
  const around = (a % 5) + (a < 5 ? b % 5 : 5 - (b % 5));
  return (around % 5) + (a < 5 === b < 5 ? 0 : 5);
};

export function verhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i++) check = inGroup(check, turned(i % 8, digits.charCodeAt(digits.length - 1 - i) - 48));
  return check === 0;
}

const ibanLengths: Record<string, number> = Object.fromEntries(
  "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20"
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

export function iban(compact: string): boolean {
  if (ibanLengths[compact.slice(0, 2)] !== compact.length) return false;
  const turned = `${compact.slice(4)}${compact.slice(0, 4)}`;
  return (
    remainder(
      turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)),
      97,
    ) === 1
  );
}

/** How long an IBAN of this country is; undefined where there is none. */
export const ibanLength = (country: string): number | undefined => ibanLengths[country];

/** Prefix and length of the card networks. */
export function isCardNumber(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits) || !luhn(digits)) return false;
  if (/^4/.test(digits)) return digits.length === 13 || digits.length === 16 || digits.length === 19;
  if (/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/.test(digits)) return digits.length === 16;
  if (/^3[47]/.test(digits)) return digits.length === 15;
  if (/^3(?:0[0-5]|[689])/.test(digits)) return digits.length === 14 || digits.length === 16;
  if (/^(?:6011|64[4-9]|65|62|35(?:2[89]|[3-8]))/.test(digits)) return digits.length >= 16;
  return /^(?:50|5[6-9]|6)/.test(digits) && digits.length >= 16;
}

/** A US social security number that may have been issued, or a taxpayer number of the same form. */
export function isUsPersonal(area: string, group: string, serial: string): boolean {
  if (group === "00" || serial === "0000" || area === "000" || area === "666") return false;
  return area[0] !== "9" || /^(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])$/.test(group);
}

export function israeliId(digits: string): boolean {
  const padded = digits.padStart(9, "0");
  let sum = 0;
  for (let i = 0; i < 9; i++) {
    const times = (padded.charCodeAt(i) - 48) * ((i % 2) + 1);
    sum += times > 9 ? times - 9 : times;
  }
  return padded.length === 9 && sum % 10 === 0;
}

export function brazilianCpf(digits: string): boolean {
  if (digits.length !== 11 || /^(\d)\1+$/.test(digits)) return false;
  return [9, 10].every((length) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (digits.charCodeAt(i) - 48) * (length + 1 - i);
    return ((sum * 10) % 11) % 10 === digits.charCodeAt(length) - 48;
  });
}

export function spanishDni(compact: string): boolean {
  const number = compact.replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter))).slice(0, -1);
  return "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] === compact.at(-1);
}

export function frenchNir(digits: string): boolean {
  return digits.length === 15 && 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

export function nhsNumber(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (digits.charCodeAt(i) - 48) * (10 - i);
  return digits.length === 10 && (11 - (sum % 11)) % 11 === digits.charCodeAt(9) - 48;
}
