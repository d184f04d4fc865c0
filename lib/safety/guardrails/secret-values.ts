import { entropyOf } from "./labels.ts";
import type { SecretLabel } from "./secret-labels.ts";

/** How a value is joined to the word before it: by a sign, in speech, or by standing next to it. */
export type Joint = "sign" | "speech" | "beside";

/** What stands for a value, or is a word of the sentence: no secret. */
const placeholders =
  /^(?:required|optional|string|number|boolean|none|null|nil|undefined|true|false|changed|reset|hidden|redacted|expired|expires|invalid|missing|example\w*|sample|dummy|placeholder|protected|needed|incorrect|wrong|correct|strong|weak|empty|encrypted|hashed|stored|shared|private|public|secrets?|passwords?|pass|token|policy|manager|field|here|there|below|above|your\S*|my\S*|the|a|an|at|in|on|for|and|or|not|no|yes|see|use|set|enter|change|changeme|change[-_]me|replace[-_]?me|insert\S*|todo|tbd|n\/a|x{3,}\S*|\*+|•+|[.…]+|#+|_+|-+|\?+|process\.env\S*|env\.\S*|os\.environ\S*|secrets\.\S*|vars\.\S*|vault:\S*|config\.\S*|settings\.\S*|\$\S*|\{\S*|%\w+%\S*|@\S*|\[\S*|<\S*|ref:\S*|arn:\S*|!\S{0,8}|basic|bearer|digest|sha-?\d+|md5|aes\S*|rsa\S*|argon2\w*|bcrypt|scrypt|pbkdf2\S*|blowfish|ed25519|ecdsa\S*|\/\/\S*|hs256|rs256|oauth\S*|saml\S*|sso|2fa|mfa|base64|utf-?8|text|input|submit|label)[.,;:!?)]*$/i;
/** Names of a program's own things, calls and paths. */
const ofCode =
  /^(?:[A-Za-z-]+=|\w+=[{(]|\/[\^[(\\]|\\|.*\($|[a-z]+(?:[A-Z][a-z]+)+[;,)]*$|(?:Ui|I)nt\d+\w*|base64\w*|[A-Za-z_][\w.]*\(|[a-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+[;,)]*$|[A-Za-z]+(?:_[A-Za-z]+)+[;,)]*$|\/(?:[\w.-]+\/)+|https?:|[a-z]+(?:-[a-z]+){1,5}$|[A-Z]+(?:-[A-Z]+)*$|\w+\[|[\w.]+\s?=>)/;
/** A regular expression, or the end of one. */
const ofPattern = /^(?:\/[\^[(\\]|\\x|[)\]?])|[$`]\{|=>/;
const measure =
  /^(?:\d{1,4}-?[a-z]{2,}|\d+(?:st|nd|rd|th)|\d+[+%]|v?\d+(?:\.\d+){1,3}|\d{1,2}:\d{2}(?::\d{2})?|\d{4}-\d{2}-\d{2}\S*|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,3}(?:,\d{3})+|\d+-\d+)$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How many sorts of signs a value has: small letters, capitals, digits, others. */
export const sortsOf = (value: string): number => [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[!#$%^&*+=?~@_]/].filter((has) => has.test(value)).length;

/** Whether a value beside such a word is a secret, and no word of the sentence, name of a program or placeholder. */
export function isSecretValue(kind: SecretLabel, value: string, joint: Joint): boolean {
  if (kind === "words" || placeholders.test(value) || ofPattern.test(value)) return false;
  if (kind === "code" || kind === "someCode") return isCode(value, joint);
  if (ofCode.test(value) && !/\d.*[!#$%^&*@]|[!#$%^&*@].*\d/.test(value)) return false;
  if (measure.test(value)) return kind === "password" && joint === "sign" && /^\d{6,}$/.test(value);
  if (kind === "vendor") return isOfVendor(value);
  return kind === "key" ? isKey(value, joint) : isPassword(kind, value, joint);
}

function isPassword(kind: "password" | "pass", value: string, joint: Joint): boolean {
  const hasLetter = /\p{L}/u.test(value);
  const hasDigit = /\d/.test(value);
  const sorts = sortsOf(value);
  if (value.includes("://") || /^[\w.+-]+@[\w-]+\.[\w.]+$/.test(value)) return false;
  if (kind === "pass" && /^\d{4,8}$/.test(value)) return joint === "sign" || (value.length > 4 && value.length !== 8);
  if (kind === "pass" && joint === "sign" && /^[A-Za-z]{8,}$/.test(value)) return (value.match(/[a-z][A-Z]/g) ?? []).length > 1;
  if (kind === "pass") return hasLetter && value.length >= 6 && (joint === "beside" ? sorts >= 3 : hasDigit || sorts >= 3);
  if (joint === "beside")
    return (
      hasLetter && value.length >= 6 && (/^[a-z]{16,40}$/.test(value) || sorts >= 3 || (hasDigit && !/[/,:]/.test(value) && sorts >= 2))
    );
  if (hasLetter && hasDigit) return value.length >= (joint === "sign" ? 4 : 5);
  if (/^\d+$/.test(value)) return value.length >= (joint === "sign" ? 4 : 6);
  if (hasLetter && /[!@#$%^&*+=~]/.test(value)) return value.length >= 6;
  if (joint === "speech" && value.length >= 8 && (value.match(/[a-z][A-Z]/g) ?? []).length > 1) return true;
  if (joint === "speech") return value.length >= 10 && /[a-z][A-Z]|^[a-z]{15,}$/.test(value);
  // Nobody writes eight letters or more after “password:” for another reason, save the words above.
  return (
    value.length >= 8 && (/^[\p{Ll}]+$/u.test(value) || /^[\w-]+$/.test(value)) && (/-|[a-z][A-Z]/.test(value) || /^[a-z]+$/.test(value))
  );
}

/** What stands right behind the name of a service, and is long and without meaning. */
const isOfVendor = (value: string): boolean =>
  /^(?:[a-f0-9]{32}|[a-f0-9]{64}|[A-Za-z0-9_-]{24,120})$/.test(value) &&
  /\d.*\d/.test(value) &&
  (/^[a-f0-9]+$/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value) && entropyOf(value) > 3.8));

/** Letters in no order of words: the case changes again and again. */
const isScrambled = (value: string): boolean =>
  /^[A-Za-z]{16,200}$/.test(value) && (value.match(/[a-z][A-Z]/g) ?? []).length > value.length / 6 && entropyOf(value) > 3.5;

function isKey(value: string, joint: Joint): boolean {
  if (isScrambled(value) || (joint === "sign" && /^\d{20}$/.test(value))) return true;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || /^[\w-]+\.(?:com|net|org|io|json|ya?ml|ts|js|py|md)$/i.test(value)) return false;
  if (uuid.test(value)) return true;
  const random = entropyOf(value);
  if (joint === "sign") return value.length >= 8 && random > (value.length >= 14 ? 2.9 : 2.6);
  return value.length >= 14 && random > 3 && !/^[A-Za-z]+[-_]\d{1,4}$/.test(value);
}

function isCode(value: string, joint: Joint): boolean {
  if (/^[*#]{0,2}\d{3,8}[*#]{0,2}$/.test(value)) {
    const digits = value.replace(/\D/g, "");
    return (digits.length >= 4 || /[*#]/.test(value)) && !(joint === "beside" && /^(?:19|20)\d{2}$/.test(value));
  }
  if (/^[A-Z]{1,2}-\d{4,8}$/.test(value)) return true;
  if (/^\d{1,2}(?:-\d{1,2}){2,4}$|^\d{3}-\d{3}$/.test(value)) return true;
  if (measure.test(value)) return false;
  if (joint === "beside" && /^(?=.*\d.*\d)(?=.*[A-Z])[A-Z\d]{4,8}$/.test(value)) return true;
  return /^(?=.*\d)(?=.*\p{L})[\p{L}\d]{3,10}(?:-[\p{L}\d]{3,8}){0,3}[#*]?$/u.test(value) && value.length >= 4 && joint !== "beside"
    ? true
    : /^(?=[^-]*\d)[a-z0-9]{4,6}-[a-z0-9]{4,6}$/i.test(value) && /[a-z]/i.test(value) && /\d/.test(value);
}
