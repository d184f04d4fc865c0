import pg from "pg";
import { spokenChannel } from "./speak.postgres.ts";

type Ears = {
  url: string;
  name: string;
  heard: (executionIds: string[]) => void /** Whatever was said while it was away was missed. */;
  /** Hears what steps are writing, too. */
  spoken?: (payload: string) => void;
  opened?: () => void;
  failed?: (error: unknown) => void;
};

/**
 * Hears which executions have news. Notifications only make things sooner: while the connection is away nothing is lost,
 * and it is opened again after a while that doubles up to 5 s.
 */
export function openEars({ url, name, heard, spoken, opened = () => {}, failed = () => {} }: Ears) {
  let closed = false;
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;
  let delayMs = 250;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: name, keepAlive: true });
    const retry = () => {
      if (closed || client !== next) return;
      client = undefined;
      again = setTimeout(() => void connect(), delayMs);
      delayMs = Math.min(delayMs * 2, 5_000);
    };
    client = next;
    next.on("error", retry);
    next.on("end", retry);
    next.on("notification", ({ channel, payload = "" }) => (channel === spokenChannel ? spoken?.(payload) : heard(payload.split(" "))));
    try {
      await next.connect();
      await next.query("listen fermata_log");
      if (spoken) await next.query(`listen ${spokenChannel}`);
      delayMs = 250;
      opened();
    } catch (error) {
      failed(error);
      await next.end().catch(() => {});
      retry();
    }
  }

  void connect();
  return async (): Promise<void> => {
    closed = true;
    clearTimeout(again);
    await client?.end().catch(() => {});
  };
}
