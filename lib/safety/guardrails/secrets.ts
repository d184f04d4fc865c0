import type { Finding } from "./finding.ts";
import { entropyOf } from "./labels.ts";

/** Keys that say by their beginning whose they are. Each is held against one run of characters from its start. */
const shapes: [kind: string, shape: RegExp][] = [
  ["aws-access-key", /^(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}$/],
  ["github-token", /^(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})$/],
  ["gitlab-token", /^gl(?:pat|dt|ptt|rt|oas|ft)-[A-Za-z0-9_-]{20,255}$/],
  ["slack-token", /^(?:xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255})$/],
  ["stripe-key", /^(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}|whsec_[A-Za-z0-9/+]{16,255})$/],
  ["google-key", /^(?:AIza[A-Za-z0-9_-]{30,45}|GOCSPX-[A-Za-z0-9_-]{20,40}|ya29\.[A-Za-z0-9_-]{20,2000})$/],
  [
    "model-provider-key",
    /^(?:sk-(?:ant-|proj-|svcacct-|or-v1-)?[A-Za-z0-9_-]{20,255}|hf_[A-Za-z0-9]{20,60}|gsk_[A-Za-z0-9]{20,80}|r8_[A-Za-z0-9]{20,60}|pplx-[A-Za-z0-9]{20,80})$/,
  ],
  ["registry-token", /^(?:npm_[A-Za-z0-9]{30,60}|pypi-[A-Za-z0-9_-]{16,400}|dckr_pat_[A-Za-z0-9_-]{20,60}|rubygems_[a-f0-9]{32,64})$/],
  [
    "mail-provider-key",
    /^(?:SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,60}|key-[a-f0-9]{32}|xkeysib-[a-f0-9]{40,80}-[A-Za-z0-9]{8,32}|[a-f0-9]{32}-us\d{1,2})$/,
  ],
  ["messaging-key", /^(?:SK[a-f0-9]{32}|AC[a-f0-9]{32})$/],
  [
    "cloud-token",
    /^(?:do[opr]_v1_[a-f0-9]{40,80}|dapi[a-f0-9]{32}(?:-\d)?|hvs\.[A-Za-z0-9_-]{20,200}|sbp_[a-f0-9]{40}|LTAI[A-Za-z0-9]{12,30}|dp\.[a-z]{2,7}\.[A-Za-z0-9]{30,60}|EAAC[A-Za-z0-9]{20,300})$/,
  ],
  ["shop-token", /^(?:shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|sq0[a-z]{3}-[A-Za-z0-9_-]{22,60}|EAAA[A-Za-z0-9_-]{40,80})$/],
  [
    "product-token",
    /^(?:lin_api_[A-Za-z0-9]{30,60}|ntn_[A-Za-z0-9]{30,60}|secret_[A-Za-z0-9]{40,60}|figd_[A-Za-z0-9_-]{30,80}|PMAK-[a-f0-9]{20,30}-[a-f0-9]{30,40}|NRAK-[A-Z0-9]{20,40}|pat-[a-z]{2}\d-[a-f0-9-]{30,40}|fmk_[A-Za-z0-9_]{16,100}|ATATT[A-Za-z0-9_=-]{30,300})$/,
  ],
  ["age-key", /^AGE-SECRET-KEY-1[A-Z0-9]{50,64}$/],
  ["json-web-token", /^eyJ[A-Za-z0-9_-]{8,8000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{0,2000}$/],
];

/** Characters of which keys are made. A run is read once, from its start. */
const runs = /[A-Za-z0-9_+/.~-]{12,}/g;

const label =
  /(?:pass(?:word|phrase|code|wd)?|pwd|pswd|pw|mdp|wachtwoord|has[lł]o|parola|şifre|[şs]ifresi|パスワード|暗証番号|密码|密碼|비밀번호|كلمة (?:المرور|السر)|पासवर्ड|парол[ья]|passwort|kennwort|contrase(?:ñ|n)a|clave|senha|mot de passe|пароль|סיסמ[אה]|הסיסמ[אה]|קוד סודי|secret|client[ _-]?secret|api[ _-]?(?:key|token|secret)|apikey|access[ _-]?(?:key|token)|auth(?:entication|orization)?[ _-]?(?:key|token)|bearer(?: token)?|token|private[ _-]?key|signing[ _-]?key|encryption[ _-]?key|secret[ _-]?key|account[ _-]?key|shared[ _-]?access[ _-]?key|license[ _-]?key|webhook[ _-]?secret|credentials?|מפתח(?: api)?|pin(?: code)?|otp|one[ -]time (?:code|password)|verification code|2fa code|seed phrase|recovery phrase|mnemonic)["'`*_]{0,3}/giu;
/** What joins a label to its value. After a word of speech the value has to look like one. */
const joint =
  /^(?:\sfor\s[\w'-]{1,20})?\s{0,3}(?:(?<plain>[:=：]|=>|:=)|(?<spoken>\((?:is|was)?\)|is now|is|was|to|of|הוא|היא|es|ist|est|è|é|é:|->|→|-|–))\s{0,3}(?:is\s|now\s|currently\s)?["'`*“”]{0,3}(?<value>[^\s"'`<>“”]{4,256})/u;

const notValues =
  /^(?:required|optional|string|none|null|nil|undefined|true|false|changed|reset|hidden|redacted|expired|expires|invalid|missing|example|placeholder|protected|needed|incorrect|wrong|correct|strong|weak|empty|encrypted|hashed|stored|shared|private|public|secret|password|token|policy|manager|field|here|there|below|above|your\S*|my\S*|the|a|an|at|in|on|for|and|or|not|no|yes|see|use|set|enter|change|changeme|tbd|todo|n\/a|xxx\S*|\*+|•+|\.+|x{4,}|process\.env\S*|env\.\S*|os\.environ\S*|secrets\.\S*|vault:\S*|config\.\S*|\$\S*|\{\{\S*|\{\S*|%\S*|@\S*|\[\S*|ref:\S*)[.,;:!?)]*$/i;
const numeric = /^(?:pin(?: code)?|otp|one[ -]time (?:code|password)|verification code|2fa code|קוד סודי|passcode)/i;

/** Values that open something: by their shape, or by a label that says so. Words that only speak of keys are none. */
export function findSecrets(text: string): Finding[] {
  return [
    ...privateKeys(text),
    ...shaped(text),
    ...labelled(text),
    ...assigned(text),
    ...pairs(text),
    ...bearers(text),
    ...inAddresses(text),
    ...phrases(text),
  ];
}

const secret = (kind: string, start: number, end: number, reason: string): Finding => ({
  detector: "secrets",
  kind,
  severity: "critical",
  reason,
  span: { start, end },
});

function* privateKeys(text: string): Generator<Finding> {
  for (let at = text.indexOf("-----BEGIN "); at >= 0; at = text.indexOf("-----BEGIN ", at + 11)) {
    if (!/^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.test(text.slice(at, at + 80))) continue;
    const close = text.indexOf("-----END ", at);
    const end = close < 0 ? Math.min(text.length, at + 4_000) : Math.min(text.length, text.indexOf("-----", close + 9) + 5);
    yield secret("private-key", at, Math.max(end, at + 20), "a private key");
    at = Math.max(at, end - 11);
  }
}

function* shaped(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(runs)) {
    for (const { part, offset } of partsOf(run)) {
      const shape = shapes.find(([, pattern]) => pattern.test(part));
      if (!shape || (shape[0] === "messaging-key" && part.startsWith("AC"))) continue;
      yield secret(shape[0], index + offset, index + offset + part.length, `a ${shape[0].replaceAll("-", " ")}`);
      break;
    }
    const bot =
      /^\d{8,10}$/.test(run) && /^:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/.exec(text.slice(index + run.length, index + run.length + 37));
    if (bot) yield secret("bot-token", index, index + run.length + bot[0].length, "a bot token");
  }
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

function* labelled(text: string): Generator<Finding> {
  for (const { 0: said, index } of text.matchAll(label)) {
    const before = text[index - 1];
    if (before !== undefined && /[a-z]/i.test(before) && /^[a-z]/i.test(said) && !/[A-Z]/.test(said[0] ?? "")) continue;
    const from = index + said.length;
    const joined = joint.exec(text.slice(from, from + 300));
    const value = joined?.groups?.["value"]?.replace(/[.,;:?)\]}]{1,4}$/, "");
    const bare = /^\s{1,2}([A-Za-z0-9+/_=-]{20,200})/.exec(text.slice(from, from + 210))?.[1];
    if (bare !== undefined && /[a-z]/.test(bare) && /[A-Z]/.test(bare) && /\d/.test(bare) && entropyOf(bare) > 3.5) {
      const at = text.indexOf(bare, from);
      yield secret("credential", at, at + bare.length, `a value after “${said.trim()}”`);
    }
    const spoken = /^(?:'s|s)?\s{1,2}["'“]?([^\s"'`<>“”]{6,64})/.exec(text.slice(from, from + 80))?.[1]?.replace(/[.,;:?)]{1,3}$/, "");
    if (bare === undefined && spoken !== undefined && hasMarksOfPassword(spoken)) {
      const at = text.indexOf(spoken, from);
      yield secret("credential", at, at + spoken.length, `a value after “${said.trim()}”`);
      continue;
    }
    if (!joined?.groups || value === undefined || !isValue(value, said, joined.groups["plain"] !== undefined)) continue;
    const start = from + joined[0].length - (joined.groups["value"] ?? "").length;
    yield secret("credential", start, start + value.length, `a value after “${said.trim()}”`);
  }
}

function isValue(value: string, said: string, plain: boolean): boolean {
  if (value.length < 4 || notValues.test(value) || /example\.(?:com|org)|^https?:/i.test(value)) return false;
  if (numeric.test(said)) return /^\d{4,8}$/.test(value) || (/\d/.test(value) && /[a-z]/i.test(value) && value.length >= 6);
  if (/^pass(?:code)?$/i.test(said)) return /\d/.test(value) && /[a-z]/i.test(value) && value.length >= 6;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((has) => has.test(value)).length;
  if (/^token/i.test(said) || /credential/i.test(said)) return value.length >= 12 && /\d/.test(value) && entropyOf(value) > 2.8;
  if (/\d/.test(value) && /^[\d.,:%-]+$/.test(value)) return plain && value.replace(/\D/g, "").length >= 6;
  // Spoken, it needs the marks of a value; written after a colon, a lone word will do.
  if (/\d/.test(value) && /\p{L}/u.test(value)) return value.length >= 5;
  if (/[!@#$%^&*_+=~]/.test(value) && /\p{L}/u.test(value)) return value.length >= 6;
  if (!plain) return classes >= 2 && value.length >= 12 && !/^[A-Z]?[a-z'-]+$/.test(value);
  return value.length >= 8 && /^[\w-]+$/.test(value) && (/-/.test(value) || /[a-z][A-Z]/.test(value) || isLoneWord(value));
}

/** A password of letters alone: nobody writes eight letters or more after “password:” for another reason, save the words above. */
const isLoneWord = (value: string) => value.length >= 8 && /^[a-z]+$/.test(value);

function* bearers(text: string): Generator<Finding> {
  for (const { 0: said, 1: value = "", index } of text.matchAll(
    /\b(?:passcode|pin code|door code|gate code|alarm code)\s(?:is\s)?(\d{4,8})(?![\d-])/gi,
  ))
    yield secret("credential", index + said.length - value.length, index + said.length, "a code that opens something");
  for (const { 0: said, 1: value = "", index } of text.matchAll(/\bbearer\s{1,3}([A-Za-z0-9._~+/-]{16,2000})/gi))
    if (/\d/.test(value) && entropyOf(value) > 3)
      yield secret("bearer-token", index + said.length - value.length, index + said.length, "a bearer token");
}

/** A variable or a header whose name ends in what it holds, and a cookie of a session. */
function* assigned(text: string): Generator<Finding> {
  for (const { 0: said, 1: value = "", index } of text.matchAll(
    /\b(?:[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){0,5}_?(?:KEY|SECRET|TOKEN|PASS|PASSWORD|PWD|SALT|CREDENTIALS?)|(?:x-)?[a-z]{1,20}(?:[-_][a-z]{1,20}){0,3}[-_](?:key|secret|token)|session(?:_?id)?|sid|connect\.sid|jsessionid|phpsessid|auth|cookie)["']?\s{0,2}[:=]\s{0,2}["']?([A-Za-z0-9%._~+/=-]{16,400})/g,
  ))
    if (/\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) > 3.2 && !notValues.test(value) && !uuid.test(value))
      yield secret("credential", index + said.length - value.length, index + said.length, "a value that is assigned to a key");
  for (const { 0: said, 1: value = "", index } of text.matchAll(/\bbasic\s{1,3}([A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])/gi))
    if (isNameAndPassword(value))
      yield secret("basic-authorization", index + said.length - value.length, index + said.length, "a name and its password");
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;

function isNameAndPassword(value: string): boolean {
  try {
    return /^[\x20-\x7e]{1,100}:[\x20-\x7e]{1,200}$/.test(atob(value));
  } catch {
    return false; // A word after "basic", and no base64.
  }
}

/** A name and a password, side by side: `login: dana / Sun7!shine`. */
function* pairs(text: string): Generator<Finding> {
  for (const { 0: said, 1: value = "", index } of text.matchAll(
    /\b(?:log[ -]?in|logins|user(?:name)?|creds?|credentials?|account|sign[ -]?in|zugang|acceso|accès|accesso|כניסה|משתמש)\b[^\n:=]{0,24}(?:[:=]|\sis|\sare)\s{0,2}[\w.@+-]{2,60}\s{0,2}(?:\/|\||,|:|\sand|\swith)\s{0,2}(?:pass(?:word)?\s)?([^\s"'`<>,;]{6,64})/gi,
  ))
    if (hasMarksOfPassword(value))
      yield secret("credential", index + said.length - value.length, index + said.length, "a password beside its name");
}

/** Letters with digits, and something more: another case or a sign. Words, dates and numbers have less. */
function hasMarksOfPassword(value: string): boolean {
  if (notValues.test(value) || /^https?:|@|\.(?:com|net|org|example)/i.test(value)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[!#$%^&*+=?~]/].filter((has) => has.test(value)).length;
  return /[A-Za-z]/.test(value) && /\d|[!#$%^&*+=~]/.test(value) && classes >= 3;
}

/** `scheme://name:password@host` */
function* inAddresses(text: string): Generator<Finding> {
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
    const rest = /^[^\s/@:"'<>]{0,128}:([^\s/@"'<>]{3,256})@[\w.-]/.exec(text.slice(at + 3, at + 400));
    const password = rest?.[1];
    if (!rest || password === undefined || notValues.test(password)) continue;
    const start = at + 3 + rest[0].length - password.length - 2;
    yield secret("address-password", start, start + password.length, "a password within an address");
  }
}

/** Twelve or more words of a wallet, where the text says that they are. */
function* phrases(text: string): Generator<Finding> {
  for (const { 0: said, index } of text.matchAll(/(?:seed|recovery|mnemonic)(?: phrase| words)?[^\n:]{0,24}[:=]\s{0,3}/gi)) {
    const from = index + said.length;
    const words = /^["'“]?(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8}/.exec(text.slice(from, from + 260));
    if (words) yield secret("seed-phrase", from, from + words[0].length, "the words of a wallet");
  }
}
