/** What is planted: a text as people write it, and the part of it that must stand nowhere in plain. */
export type Canary = { name: string; text: string; mark: string };

const own = (name: string, before: string, mark: string, after = ""): Canary => ({ name, text: `${before}${mark}${after}`, mark });

/** Values that a detector knows by shape, check digits or label. None of them opens anything. */
export const known: Canary[] = [
  own("a password", "password: ", "Kanarie-9x!Gelb"),
  own("a password in Hebrew", "הסיסמה: ", "Kanarit7-Zehuva!"),
  own("a password in an address", "postgres://app:", "kanarie-p4ss-Word", "@db.example.org/x"),
  own("a password in German", "Kennwort: ", "Vogel-im-Berg-88"),
  own("a passphrase", "passphrase is ", "Gelber.Vogel#2031"),
  own("a door code", "the gate code is ", "774193"),
  own("a one-time code", "OTP: ", "918264"),
  own("an AWS key", "use ", `AKIA${"CANARYX7Q2M4P9ZL"}`),
  own("an AWS secret", "secret access key: ", "wJalrCANARYMI/K7MDENG/bPxRfiCYzzzKEY12"),
  own("a GitHub token", "", `ghp_${"C4n4ryAbCdEfGhIjKlMnOpQrStUvWx12"}`),
  own("a GitLab token", "", `glpat-${"C4n4ryAbCdEfGhIjKl12"}`),
  own("a Slack token", "", `xoxb-${"1234567890-C4n4ryAbCdEf"}`),
  own("a payment key", "", `sk_live_${"C4n4ryAbCdEfGhIj"}`),
  own("a Google key", "", `AIza${"SyC4n4ryAbCdEfGhIjKlMnOpQrStUvWxYz1"}`),
  own("a model key", "", `sk-proj-${"C4n4ryAbCdEfGhIjKlMnOpQr"}`),
  own("a registry token", "", `npm_${"C4n4ryAbCdEfGhIjKlMnOpQrStUvWxYz12"}`),
  own("a key of ours", "", `fmk_${"c4n4ry0123456789abcdefghjkmnpqrstvwxyz12"}`),
  own("a web token", "", "eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiJ5ZWxsb3ciLCJuIjoxfQ.c4n4ryC4n4ryC4n4ry"),
  own("a bearer token", "Authorization: Bearer ", "C4n4ry.AbCd-EfGh_1234~zz"),
  own("a private key", "-----BEGIN PRIVATE KEY-----\n", "MIICANARYgIBADANBgkqhkiG9w0", "\n-----END PRIVATE KEY-----"),
  own("a client secret", "client_secret=", "c4n4ry-Cl1ent-Secret"),
  own("a webhook secret", "webhook secret: ", "whsec_C4n4ryAbCdEfGhIjKl"),
  own("a recovery phrase", "recovery phrase: ", "canary yellow gravel window basket orange silver planet marble forest hammer violin"),
  own("a Visa card", "card ", "4539 1488 0343 6467"),
  own("a Mastercard", "card on file: ", "5500005555555559"),
  own("an American Express card", "Amex ", "378282246310005"),
  own("a social security number", "SSN ", "401-55-7312"),
  own("a taxpayer number", "taxpayer ID ", "900-70-1234"),
  own("an Israeli identity number", "תעודת זהות ", "123456782"),
  own("an account (IBAN)", "IBAN ", "DE89 3704 0044 0532 0130 00"),
  own("a Brazilian number", "CPF ", "529.982.247-25"),
  own("an insurance number", "NI number ", "AB 12 34 56 C"),
  own("a passport", "passport number: ", "X48210937"),
  own("a bank account", "checking account number: ", "000771456789"),
];

/** Words of people that no shape gives away: they may stand only where they are sealed. */
export const prompts: Canary[] = [
  own("a system prompt", "You are the canary of ", "the-yellow-songbird-prompt"),
  own("a parameter", "", "quiet-parameter-of-a-step"),
  own("an input", "", "quiet-input-of-an-execution"),
  own("an output", "", "quiet-output-of-a-service"),
  own("a correction", "", "quiet-payload-of-an-edit"),
  own("a draft", "What is on my calendar about ", "quiet-draft-of-a-plan", "?"),
];
