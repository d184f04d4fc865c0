export type Place = { start: number; end: number };

/** Addresses of mail, as programs read them and as people spell them out. */
export function* mailPlaces(text: string): Generator<Place> {
  yield* plain(text);
  yield* spelled(text);
}

function* plain(text: string): Generator<Place> {
  let free = 0;
  for (let at = nextAt(text, 0); at >= 0; at = nextAt(text, at + 1)) {
    const local = /[\p{L}\p{N}.!#$%&'’*+/=?^_{|}~-]{1,64}$/u.exec(text.slice(Math.max(free, at - 64), at))?.[0].replace(/^[.\-/='’]+/, "");
    const domain = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)+[\p{L}\p{N}-]{2,63}/u
      .exec(text.slice(at + 1, at + 254))?.[0]
      .replace(/[.-]+$/, "");
    if (!local || !domain || !/\.[\p{L}]{2,}$|\.xn--/u.test(domain)) continue;
    // `git@host:path` and `name@host:path` of a remote copy name a place and nobody's mail.
    if (local === "git" && text[at + 1 + domain.length] === ":") continue;
    free = at + 1 + domain.length;
    yield { start: at - local.length, end: free };
  }
}

function nextAt(text: string, from: number): number {
  const [ascii, wide] = [text.indexOf("@", from), text.indexOf("＠", from)];
  return ascii < 0 || wide < 0 ? Math.max(ascii, wide) : Math.min(ascii, wide);
}

/** The words for “at” and “dot”, in brackets or between words. */
const at = "(?:at|arroba|ät|chiocciola|arobase|małpa|malpa|собака|apenstaartje|snabel-?a|kukac|zavináč|aт|кропка|שטרודל|كرلي|@)";
const dot = "(?:dot|punto|punkt|point|ponto|kropka|точка|punt|nokta|piste|נקודה|نقطة|d0t|\\.)";
const worldwide =
  "com|net|org|io|co|edu|gov|info|biz|me|app|dev|ai|uk|de|fr|es|it|nl|pl|ru|il|br|pt|mx|ar|cl|tr|jp|kr|cn|in|au|nz|za|ca|us|eu|ch|at|be|se|no|dk|fi|cz|gr|ie|tv|xyz|online|shop|site|email|cloud|example|test";
const joinedBy = (word: string) => `(?:\\s?[\\[({<]\\s?(?:a|${word})\\s?[\\])}>]\\s?|\\s${word}\\s)`;
const spelledOut = new RegExp(
  `[\\p{L}\\p{N}][\\p{L}\\p{N}._+-]{0,40}(?:(?:\\s(?:dot|punto|underscore|dash|point|ponto|guion bajo)\\s|\\s?[\\[({](?:dot|punto|punkt)[\\])}]\\s?)[\\p{L}\\p{N}]{1,30}){0,3}${joinedBy(at)}[\\p{L}\\p{N}-]{2,40}(?:(?:${joinedBy(dot)}|\\.)[\\p{L}\\p{N}-]{2,20}){0,2}(?:${joinedBy(dot)}|\\.)(?:${worldwide})(?![\\p{L}\\p{N}])`,
  "giu",
);
const isSpelled = new RegExp(`[\\[({<]\\s?(?:a|${at}|${dot})\\s?[\\])}>]|\\s${dot.replace("|\\.", "")}\\s`, "iu");
/** A look before the long pattern is tried: most texts have no such word. */
const mayBe = new RegExp(`[\\s\\[({<](?:\\(a|${at})[\\s\\])}>]`, "iu");

function* spelled(text: string): Generator<Place> {
  if (!mayBe.test(text)) return;
  for (const { 0: said, index } of text.matchAll(spelledOut)) if (isSpelled.test(said)) yield { start: index, end: index + said.length };
}
