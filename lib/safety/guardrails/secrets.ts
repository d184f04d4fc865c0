import { type Finding, outermost } from "./finding.ts";
import { labelledSecrets } from "./labelled-secrets.ts";
import { entropyOf } from "./labels.ts";
import { sortsOf } from "./secret-values.ts";
import { composedKeys, hookAddresses, tokenShapes } from "./token-shapes.ts";

/** Values that open something: by their shape, by where they stand, or by a word that says so. Words that only speak of keys are none. */
export function findSecrets(text: string): Finding[] {
  return outermost([...privateKeys(text), ...shaped(text), ...written(text), ...inAddresses(text), ...pairs(text), ...labelled(text)]);
}

const secret = (kind: string, start: number, end: number, reason: string): Finding => ({
  detector: "secrets",
  kind,
  severity: "critical",
  reason,
  span: { start, end },
});

function* labelled(text: string): Generator<Finding> {
  for (const { start, end, because } of labelledSecrets(text)) yield secret("credential", start, end, because);
}

function* privateKeys(text: string): Generator<Finding> {
  for (let at = text.indexOf("-----BEGIN "); at >= 0; at = text.indexOf("-----BEGIN ", at + 11)) {
    if (!/^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.test(text.slice(at, at + 80))) continue;
    const close = text.indexOf("-----END ", at);
    const end = close < 0 ? Math.min(text.length, at + 4_000) : Math.min(text.length, text.indexOf("-----", close + 9) + 5);
    yield secret("private-key", at, Math.max(end, at + 20), "a private key");
    at = Math.max(at, end - 11);
  }
  for (const { 0: block, index } of text.matchAll(/\bPrivate-Lines: \d{1,3}\r?\n(?:[A-Za-z0-9+/=]{4,76}\r?\n?){1,80}/g))
    yield secret("private-key", index, index + block.length, "a private key");
  for (const { 0: encoded, index } of text.matchAll(/LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,20000}={0,2}/g))
    if (/^-----BEGIN [A-Z ]{0,30}PRIVATE KEY/.test(decoded(encoded.slice(0, 80))))
      yield secret("private-key", index, index + encoded.length, "a private key");
}

/** Characters of which keys are made. A run is read once, from its start. */
const runs = /[A-Za-z0-9_+/.~-]{12,}/g;

function* shaped(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(runs))
    for (const { part, offset } of partsOf(run)) {
      const shape = tokenShapes.find(([, pattern]) => pattern.test(part));
      if (!shape || /^(.)\1{7}|x{6}/i.test(part.slice(-10))) continue;
      yield secret(shape[0], index + offset, index + offset + part.length, `a ${shape[0].replaceAll("-", " ")}`);
      break;
    }
  for (const { 0: key, index } of text.matchAll(composedKeys)) yield secret("product-token", index, index + key.length, "a product token");
  for (const { 0: address, index } of text.matchAll(hookAddresses))
    yield secret("webhook-address", index, index + address.length, "an address to which whoever has it may post");
}

/** A run as it stands without a full stop at its end, and what stands between the slashes of an address. */
function partsOf(run: string): { part: string; offset: number }[] {
  const whole = run.replace(/[.\-/~]{1,8}$/, "");
  if (!whole.includes("/")) return [{ part: whole, offset: 0 }];
  const parts = [{ part: whole, offset: 0 }];
  let offset = 0;
  for (const part of whole.split("/").slice(0, 40)) {
    if (part.length >= 12) parts.push({ part, offset });
    offset += part.length + 1;
  }
  return parts;
}

type Form = { kind: string; form: RegExp; isOpen: (value: string) => boolean };

/** Forms in which programs write what opens something, with the value at their end. */
const forms: Form[] = [
  { kind: "bearer-token", isOpen: isRandom, form: /\b(?:bearer|apikey|token)\s{1,3}["']?([A-Za-z0-9._~+/-]{16,2000}={0,2})/gi },
  { kind: "basic-authorization", isOpen: isNameAndPassword, form: /\bbasic\s{1,3}([A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])/gi },
  {
    kind: "credential",
    isOpen: isRandom,
    form: /\b(?:[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){0,5}_?(?:KEY|SECRET|TOKEN|PASS|PASSWORD|PWD|SALT|CREDENTIALS?|AUTH)|(?:x-)?[a-z]{1,20}(?:[-_][a-z]{1,20}){0,3}[-_](?:key|secret|token)|session(?:_?id)?|sid|sig|auth|_authToken|signature|code_verifier)["']?\s{0,2}[:=]\s{0,2}["']?([A-Za-z0-9%._~+/=-]{16,400})/g,
  },
  {
    kind: "credential",
    isOpen: (value) => isRandom(value) && /[a-z]/.test(value) && /[A-Z]/.test(value),
    form: /\bkey["']?\s{0,2}[:=]\s{0,2}["']([A-Za-z0-9+=_-]{24,200})(?=["'])/gi,
  },
  ...[
    /\bcurl\b[^\n]{0,120}\s(?:-u|--user)[ =]["']?[\w.@+-]{1,60}:([^\s"']{4,120})/g,
    /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,80}\s-p["']?([^\s"']{4,80})/g,
    /\b(?:sshpass|docker login|podman login|helm registry login|az login|mongosh?|redis-cli|psexec)\b[^\n]{0,80}\s(?:-p|-a|--password|--pass)[ =]{0,2}["']?([^\s"']{4,120})/g,
    /\s--?(?:password|passwd|pass|pwd|secret|token|api-?key)[ =]["']?([^\s"'<>${}]{4,200})/g,
    /\bidentified by(?: password)?\s{1,2}["']?([^\s"';]{4,80})/gi,
    /\bnet use\b[^\n]{0,80}\s\/user:\S{1,60}\s([^\s]{4,80})/gi,
    /\bnet user\s[\w.-]{1,40}\s([^\s/*]{6,80})/gi,
    /\becho\s{1,2}(?:-n\s)?["']?([^\s"'|$]{4,80})(?=["']?\s?\|\s?(?:sudo -S|docker login|passwd))/g,
    /\blogin\s\S{1,60}\spassword\s(\S{4,80})/g,
    /\bhtpasswd\s-\w{0,4}b\w{0,4}\s\S{1,80}\s\S{1,60}\s(\S{4,80})/g,
    /\b(?:enter|use|type|введите|ingresa|saisissez|digite)\s(\d{4,8})\s(?:to|as|для|para|pour)\b/gi,
    /\b(?:gate|door|garage|lockbox|alarm|keypad|safe|entry|entrance)\b[^\n.]{0,24}?[:=]\s?([#*]\d{3,6}[#*]?|\d{3,6}[#*])/gi,
  ].map((form) => ({ kind: "credential", isOpen: isTyped, form })),
];

function* written(text: string): Generator<Finding> {
  for (const { kind, form, isOpen } of forms)
    for (const { 0: said, 1: value = "", index } of text.matchAll(form))
      if (isOpen(value)) yield secret(kind, index + said.length - value.length, index + said.length, `a ${kind.replaceAll("-", " ")}`);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;
function isRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) > 3 && !uuid.test(value) && !/^\d[\d.-]+$/.test(value);
}

/** What somebody typed into a command: no name of a variable, no word of a manual. */
function isTyped(value: string): boolean {
  return /\d|[!#%^&*+~@]/.test(value) && !/^[$<{%]|^\w+\(|^x{3,}|^\*+$|your|example/i.test(value) && !/^\d{1,3}$/.test(value);
}

/** What a basic authorization says when it is read. */
function isNameAndPassword(encoded: string): boolean {
  return /^[\x20-\x7e]{1,200}:[\x20-\x7e]{3,200}$/.test(decoded(encoded));
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return ""; // A word, and no base64.
  }
}

/** A name and a password, side by side: `login: dana / Sun7!shine`, `dana@example.org : Sun7!shine`. */
const named = [
  /\b(?:log[ -]?in|logins|user(?:name)?|creds?|credentials?|account|sign[ -]?in|admin|root|zugang(?:sdaten)?|acceso|accès|accesso|dostęp|вход|доступ|логин|כניסה|משתמש)\b[^\n:=]{0,24}(?:[:=]|\sis|\sare|\s[-–])\s{0,2}[\w.@+-]{2,60}\s{0,2}(?:\/|\||,|:|-|\sand|\swith)\s{0,2}(?:pass(?:word)?\s)?(?!-)([^\s"'`<>,;]{6,64})/gi,
  /(?<![\w.+-])[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{2,20}){1,3}\s{0,2}(?:\/|\||:|;|,|–|-)\s{0,2}([^\s"'`<>,;/|]{6,64})/g,
];
const ofRoot = /(?<![\w.@/-])(?:root|admin|administrator|sa|postgres|ubuntu|guest|user|test|demo)\s?[/:]\s?([^\s"'`<>,;/]{6,64})/gi;
const typed = /\bu(?:ser)?\s?[:=]\s?[\w.@+-]{2,60}[\s,;/]{1,3}p(?:w|ass)?\s?[:=]\s?([^\s"'`<>,;]{5,64})/gi;
const network =
  /\b(?:wi-?fi|wlan|ssid|network|hotspot|router)\b[^\n:=/]{0,24}[:=]\s{0,2}[\w .-]{2,32}?\s{0,2}(?:\/|\||,)\s{0,2}(?:pw|pass(?:word)?|key)?[: ]{0,2}([^\s"'`<>,;]{6,63})/gi;

function* pairs(text: string): Generator<Finding> {
  for (const form of named)
    for (const { 0: said, 1: value = "", index } of text.matchAll(form))
      if (hasMarksOfPassword(value))
        yield secret("credential", index + said.length - value.length, index + said.length, "a password beside its name");
  for (const { 0: said, 1: value = "", index } of text.matchAll(ofRoot))
    if (hasMarksOfPassword(value) && /\d/.test(value) && /[!#$%^&*+=?~@]/.test(value))
      yield secret("credential", index + said.length - value.length, index + said.length, "a password beside its name");
  for (const { 0: said, 1: value = "", index } of text.matchAll(typed))
    if (/\d/.test(value) && sortsOf(value) >= 2)
      yield secret("credential", index + said.length - value.length, index + said.length, "a password beside its name");
  for (const { 0: said, 1: value = "", index } of text.matchAll(network))
    if (/[A-Za-z]/.test(value) && /\d/.test(value))
      yield secret("credential", index + said.length - value.length, index + said.length, "the password of a network");
}

/** Letters with digits, and something more: another case or a sign. Words, dates and numbers have less. */
const hasMarksOfPassword = (value: string): boolean =>
  !/^https?:|@|\.(?:com|net|org|example)|^[$<{[]/i.test(value) &&
  /[A-Za-z]/.test(value) &&
  /\d|[!#$%^&*+=~]/.test(value) &&
  sortsOf(value) >= 3;

const stands =
  /^(?:pass(?:word)?|pwd|secret|postgres|root|admin|guest|test|user|changeme|x{3,}|\*{3,}|\.{3,}|your\S*|my-?pass\S*|<.*|\$.*|\{.*|%.*|\[.*)$/i;

/** `scheme://name:password@host`, and `name:password@tcp(host)`. */
function* inAddresses(text: string): Generator<Finding> {
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
    const rest = /^[^\s/@:"'<>]{0,128}:([^\s/@"'<>]{3,256})@[\w.[-]/.exec(text.slice(at + 3, at + 400));
    const password = rest?.[1];
    if (!rest || password === undefined || stands.test(password)) continue;
    const start = at + 3 + rest[0].length - password.length - 2;
    yield secret("address-password", start, start + password.length, "a password within an address");
  }
  for (const { 0: said, 1: password = "", index } of text.matchAll(
    /(?<![\w.-])[\w.-]{1,40}:([^\s:@"'()/]{3,120})@(?:tcp|unix|\w{1,12})\(/g,
  ))
    if (!stands.test(password))
      yield secret(
        "address-password",
        index + said.indexOf(`:${password}@`) + 1,
        index + said.indexOf(`:${password}@`) + 1 + password.length,
        "a password within an address",
      );
  for (const { 0: said, 1: key = "", index } of text.matchAll(/https:\/\/([a-f0-9]{32})(?::[a-f0-9]{32})?@[\w.-]{4,80}\/\d/g))
    yield secret("address-password", index + said.indexOf(key), index + said.indexOf(key) + key.length, "a key within an address");
}
