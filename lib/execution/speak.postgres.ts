import type pg from "pg";

/** What streams listen on beside the news of the log. */
export const spokenChannel = "fermata_text";
/** Pieces are put together for so long: fast enough to read along, and few enough to cost nothing. */
const everyMs = 80;
/** Postgres takes 8,000 bytes, and a character may become six of them as JSON escapes it. */
const charsAtOnce = 1_200;

type About = { executionId: string; step: string; attempt: number };

/** Tells all processes what a step is writing, as it writes it. What is lost is lost: the finished text is in the log. */
export function createSpeaker({ pool, failed }: { pool: pg.Pool; failed: (error: unknown) => void }) {
  return (about: About) => {
    let said = 0;
    let text = "";
    let timer: NodeJS.Timeout | undefined;
    let telling = Promise.resolve();

    const tell = () => {
      timer = undefined;
      const now = text;
      text = "";
      for (let from = 0; from < now.length; from += charsAtOnce) {
        const piece = now.slice(from, from + charsAtOnce);
        const payload = JSON.stringify({ ...about, at: said, text: piece });
        said += piece.length;
        // One after the other, so that pieces arrive in their order.
        telling = telling
          .then(() => pool.query({ name: "speak", text: "select pg_notify($1, $2)", values: [spokenChannel, payload] }))
          .then(() => {}, failed);
      }
    };
    return {
      say(delta: string): void {
        text += delta;
        timer ??= setTimeout(tell, everyMs);
      },
      end(): void {
        clearTimeout(timer);
        tell();
      },
    };
  };
}
