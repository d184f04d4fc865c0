import type { Finding } from "./finding.ts";
import { findIdentifiers } from "./identifiers.ts";
import { type Redacted, redact } from "./redaction.ts";
import { findSecrets } from "./secrets.ts";

/**
 * Marks of a secret that may have no digits: the word for what follows, a run as keys are, a key block, an address with a password, and
 * any sign beyond ASCII, since other languages have their words too.
 */
const marks =
  /[\u0080-\uffff@]|wi-?fi|wlan|psk|wpa|puk|kod|klu[cz]|combo|keypad|gate|door|garage|lockbox|alarm|safe|ent[er]|use |type |root|admin|guest|ssid|network|router|psw|wort|parol|sandi|salasana|heslo|gaslo|ww|identified|[A-Za-z0-9_+/~-]{20}|:\/\/|-----BEGIN|pass|pwd|pw|pswd|mdp|wachtwoord|haslo|ifre|login|log in|sign|user|cred|account|zugang|acce|cookie|session|sid|basic|salt|contrase|clave|senha|secret|key|token|bearer|credential|auth|otp|pin|code|seed|phrase|recovery|mnemonic|cv[vc]/i;

/** Personal numbers have as many digits as this, or a word before them that is a mark. */
const fewestDigits = 3;

function hasDigits(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57 && ++count === fewestDigits) return true;
  }
  return false;
}

/**
 * A text without the secrets and personal numbers in it: a placeholder says what stood there. Most texts of a log have nothing that
 * any detector could see, and are looked at once and quickly.
 */
export const withhold = (text: string): string => withholding(text).text;

/** The same, with what each placeholder stands for. */
export function withholding(text: string): Pick<Redacted, "text" | "values"> {
  const findings = findingsIn(text);
  return findings.length === 0 ? { text, values: {} } : redact(text, findings);
}

/** The secrets and personal numbers in a text. */
export function findingsIn(text: string): Finding[] {
  if (text.length < 8 || !(hasDigits(text) || marks.test(text))) return [];
  return [...findSecrets(text), ...findIdentifiers(text)];
}
