/** One line for what a person can act on, and an exit code; the stack only for what is a bug. */
export function runMain(main: (args: string[]) => Promise<number> | Promise<void>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = typeof code === "number" ? code : 0;
    },
    (error: unknown) => {
      process.exitCode = 1;
      if (isAbort(error)) return; // told to stop: nothing went wrong
      process.stderr.write(`fermata: ${lineOf(error)}\n`);
    },
  );
}

function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return isBug ? (error.stack ?? error.message) : error.message;
}

const isAbort = (error: unknown) => error instanceof Error && (error.name === "AbortError" || error.message === "stopped");
