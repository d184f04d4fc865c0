/**
 * Joins calls that come while others are under way: what waits is taken together when a place is free, so that under load one round trip
 * and one commit serve many callers, and a lone caller waits for nobody.
 */
export function lane<Ask, Answer>({
  run,
  atOnce,
  places,
}: {
  run: (asks: Ask[]) => Promise<Answer[]>;
  atOnce: number;
  places: number;
}): (ask: Ask) => Promise<Answer> {
  type Waiting = { ask: Ask; resolve: (answer: Answer) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let busy = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || busy >= places || waiting.length === 0) return;
    scheduled = true;
    // A turn of the microtask queue gathers what is asked in the same moment.
    queueMicrotask(() => {
      scheduled = false;
      const taken = waiting.slice(0, atOnce);
      waiting = waiting.slice(atOnce);
      void serve(taken);
      schedule();
    });
  }

  async function serve(taken: Waiting[]): Promise<void> {
    busy += 1;
    try {
      const answers = await run(taken.map(({ ask }) => ask));
      taken.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      // One bad call must not fail its fellows: each is tried alone, and only the bad one fails.
      if (taken.length > 1)
        await Promise.all(taken.map(({ ask, resolve, reject }) => run([ask]).then(([answer]) => resolve(answer as Answer), reject)));
      else taken[0]?.reject(error);
    } finally {
      busy -= 1;
      schedule();
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      schedule();
    });
}
