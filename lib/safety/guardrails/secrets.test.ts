import { describe, expect, test } from "vitest";
import { secretLabels } from "./secret-labels.ts";
import { findSecrets } from "./secrets.ts";
import { withhold } from "./withhold.ts";

const found = (text: string) => findSecrets(text).map(({ span }) => text.slice(span?.start, span?.end));

/** So many signs of an alphabet in an order that is always the same: no key of anybody. */
function made(length: number, alphabet: string): string {
  let state = 48_219;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[Math.floor(state / 65_536) % alphabet.length];
  }).join("");
}
const hex = (length: number) => made(length, "0123456789abcdef");
const any = (length: number) => made(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
const capitals = (length: number) => made(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

describe("keys are known by how those who give them out write them", () => {
  test.each([
    ["AWS", `AKIA${capitals(16)}`],
    ["GitHub", `ghp_${any(36)}`],
    ["GitLab", `glpat-${any(20)}`],
    ["Stripe", `sk_live_${any(24)}`],
    ["Razorpay", `rzp_live_${any(14)}`],
    ["a model's provider", `sk-ant-api03-${any(80)}`],
    ["Resend", `re_${any(8)}_${any(24)}`],
    ["Netlify", `nfp_${any(36)}`],
    ["PlanetScale", `pscale_pw_${any(43)}`],
    ["Airtable", `pat${any(14)}.${hex(64)}`],
    ["Asana", `1/1204821930482193:${hex(32)}`],
    ["Grafana", `glsa_${any(32)}_${hex(8)}`],
    ["Sentry", `sntrys_${any(60)}`],
    ["Tailscale", `tskey-auth-${any(12)}-${any(32)}`],
    ["Terraform", `${any(14)}.atlasv1.${any(64)}`],
    ["Azure", `${any(3)}8Q~${any(34)}`],
    ["Dynatrace", `dt0c01.${capitals(24)}.${capitals(64)}`],
    ["Plaid", `access-production-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
    ["Telegram", `4821930482:AA${any(33)}`],
    ["1Password", `A3-${capitals(6)}-${capitals(6)}-${capitals(5)}-${capitals(5)}-${capitals(5)}-${capitals(5)}`],
  ])("%s", (_whose, key) => {
    expect(found(`it is ${key}.`)).toEqual([key]);
    expect(found(`https://example.org/x/${key}`).join()).toContain(key.split("/").at(-1));
  });
  test("an address to which anybody may post", () => {
    const address = `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(10)}/${any(24)}`;
    expect(found(`post to ${address} when done`)).toEqual([address]);
  });
});

/** A password after the word for one, in sixteen languages. */
const passwords: [text: string, value: string][] = [
  ["the wifi password is bluemoon2024", "bluemoon2024"],
  ["Root password on the router is still admin1234", "admin1234"],
  ["הסיסמה היא Shalom2024!", "Shalom2024!"],
  ["la contraseña es Perro$Azul9", "Perro$Azul9"],
  ["le mot de passe c'est Soleil!2025", "Soleil!2025"],
  ["Das Passwort lautet Sommer2024!", "Sommer2024!"],
  ["senha do wifi familia1234", "familia1234"],
  ["Пароль от админки: qwerty!2024", "qwerty!2024"],
  ["كلمة المرور هي Qamar2024!", "Qamar2024!"],
  ["la password è Gatto!2024", "Gatto!2024"],
  ["het wachtwoord is Fiets1234!", "Fiets1234!"],
  ["hasło: Zima2024!", "Zima2024!"],
  ["şifre: Deniz.2024", "Deniz.2024"],
  ["密码是Abc@2024x", "Abc@2024x"],
  ["パスワードはSakura2024!です", "Sakura2024!"],
  ["비밀번호는 Hanul2024! 입니다", "Hanul2024!"],
  ["पासवर्ड है Ganga@2024", "Ganga@2024"],
];

describe("a word beside a value", () => {
  test.each([
    ...passwords,
    ["my PIN is 4821", "4821"],
    ["door code is *4471#", "*4471#"],
    ["קוד אימות 662190", "662190"],
    ["認証コードは771023です", "771023"],
    ["can't log in, i always use Marigold#2019 as my password", "Marigold#2019"],
    ["login: dana@firm.example pass: Tiger88!", "Tiger88!"],
    ["mayatom@home.example / Popcorn77!", "Popcorn77!"],
    ["PGPASSWORD=Harbor#771kQ psql -h db", "Harbor#771kQ"],
    ["curl -u admin:Harbor#771kQ https://intranet/api", "Harbor#771kQ"],
    ["Server=tcp:sql1;User Id=sa;Password=Harbor#771kQ;Encrypt=true", "Harbor#771kQ"],
    ["dsn=user:Harbor771kQ@tcp(db:3306)/crm", "Harbor771kQ"],
    ['"password":"Harbor#771kQ"', "Harbor#771kQ"],
    ["<password>Harbor#771kQ</password>", "Harbor#771kQ"],
    ["const secretAccessKey = 'b7Q2xLw9Zt4Rk8Np3Vm6'", "b7Q2xLw9Zt4Rk8Np3Vm6"],
    ["app password for gmail abcd efgh ijkl mnop", "abcd efgh ijkl mnop"],
    ["new passphrase: copper lantern drifts north", "copper lantern drifts north"],
  ])("%s", (text, value) => {
    expect(found(text)).toEqual([value]);
    expect(withhold(text)).not.toContain(value);
  });
  test("every word for a password is known to the quick look before", () => {
    const words = secretLabels.password.split(",").map((word) => word.trim().replace("*", ""));
    expect(words.filter((word) => withhold(`${word}: Kx92!mmQ`).includes("Kx92!mmQ"))).toEqual([]);
  });
  test("in a list and in a table each is found", () => {
    expect(found("2FA backup codes: 8f3k-29dk x92k-mm31")).toEqual(["8f3k-29dk", "x92k-mm31"]);
    expect(found("user,password\nana,Kx92!mmQ\nbob,Tulip77x")).toEqual(["Kx92!mmQ", "Tulip77x"]);
  });
});

test.each([
  "please use the password reset page",
  "API key rotation policy: every 90 days",
  "Passwords must have at least 12 characters and one digit.",
  "PASSWORD_MIN_LENGTH=12, TOKEN_TTL=3600, max_tokens: 4096",
  "API_KEY=YOUR_API_KEY and password: {{DB_PASSWORD}}",
  "password: process.env.DB_PASSWORD",
  "postgres://user:password@localhost:5432/db",
  "const token = useToken();\n  if (token === undefined) return <Skeleton />;",
  "const { password: demoPassword, people: demoPeople } = page;",
  '<h2 id="password" className={heading}>',
  "function resultOf(password: string, about: readonly string[])",
  "return /^fmk_[0-9a-z]{40}$/.test(token)",
  "const token = req.headers.authorization?.split(' ')[1]",
  '"integrity": "sha512-x1y2z3Ab9QwErTyUiOpAsDfGhJkLzXcVbNm"',
  "merged in 9fceb02d0ae598e95dc970b74767f19372d61af8",
  "request id 123e4567-e89b-12d3-a456-426614174000",
  "the access token expires after 3600 seconds",
  "Meeting ID: 848 2193 0012",
  "promo code SPRING25, zip code 10012, error code 0x80070005",
  "Wir haben das Passwort geändert, Passwort vergessen?",
  "忘记密码",
])("nothing opens by %s", (text) => expect(found(text)).toEqual([]));
