export type Fetch = typeof fetch;

/** The client needs its fetch before the handler exists, and the executor needs the handler: this fetch is given to
 *  the client at once and told later who answers. A call that comes earlier waits. */
export type InProcessFetch = { fetch: Fetch; answerWith(answer: Fetch): void };

export function createInProcessFetch(): InProcessFetch {
  let answerWith: (answer: Fetch) => void = () => {};
  const bound = new Promise<Fetch>((resolve) => {
    answerWith = resolve;
  });
  let known: Fetch | undefined;
  return {
    fetch: (input, init) => (known ? known(input, init) : bound.then((answer) => answer(input, init))),
    answerWith(answer) {
      known = answer;
      answerWith(answer);
    },
  };
}
