/** A plan of `flow.pass` steps, which do nothing: what is measured is what the product adds. */
export type Workload = {
  name: string;
  /** Executions that are started at once. */
  executions: number;
  /** Of one execution. */
  steps: number;
  plan: { steps: object[] };
};

const step = (index: number, dependsOn: string[] = []) => ({ id: `s${index}`, tool: "flow.pass", params: { n: index }, dependsOn });
const chain = (length: number) => Array.from({ length }, (_, index) => step(index, index > 0 ? [`s${index - 1}`] : []));
const fan = (width: number) => Array.from({ length: width }, (_, index) => step(index));

export const chainOf = (steps: number): Workload => ({
  name: `chain of ${steps.toLocaleString("en")}`,
  executions: 1,
  steps,
  plan: { steps: chain(steps) },
});
export const fanOf = (steps: number): Workload => ({
  name: `fan of ${steps.toLocaleString("en")}`,
  executions: 1,
  steps,
  plan: { steps: fan(steps) },
});
/** One step over a list: its items, and the list itself. */
export const listOf = (items: number): Workload => ({
  name: `list of ${items.toLocaleString("en")}`,
  executions: 1,
  steps: items + 1,
  plan: {
    steps: [
      {
        id: "list",
        tool: "flow.pass",
        params: { n: "{{ item }}" },
        forEach: JSON.stringify(Array.from({ length: items }, (_, index) => index)),
      },
    ],
  },
});
export const manyOf = (executions: number, steps: number): Workload => ({
  name: `${executions} × ${steps} at once`,
  executions,
  steps,
  plan: { steps: chain(steps) },
});
