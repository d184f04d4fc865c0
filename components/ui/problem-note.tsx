/** What went wrong, in the words of the one who refused, and the id to ask with. */
export type Problem = { detail: string; requestId?: string };

export function ProblemNote({ problem }: { problem: Problem }) {
  return (
    <p role="alert" className="rounded-md border border-tone-bad p-3 text-tone-bad">
      {problem.detail}
      {problem.requestId && <span className="block text-sm text-quiet">Request {problem.requestId}</span>}
    </p>
  );
}
