/** As long as a server takes to come back after a crash; longer than that, the caller's own retries count. */
const patienceMs = 30_000;
const codes = /^(57P0[123]|08...|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT)$/;
const words =
  /connection terminated|connection ended|not queryable|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** Whether the database went away under a statement, so that nothing is known of its outcome. */
export function isAway(error: unknown): boolean {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  return codes.test(code) || words.test(message);
}

/** Does it again while the database is away. Only for what may be done twice: reads, and appends, which know their cause in the log. */
export async function whileAway<T>(work: () => Promise<T>): Promise<T> {
  for (let since = performance.now(), wait = 20; ; wait = Math.min(wait * 2, 500)) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || performance.now() - since > patienceMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
