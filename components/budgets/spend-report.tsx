import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FigureTable } from "#components/ui/figure-table.tsx";
import { Section } from "#components/ui/section.tsx";
import { dollars } from "#lib/safety/budget.ts";
import type { SpendReport, SpentOn } from "#lib/safety/budgets.ts";

/** What was spent, on what, by whom, and when. */
export function SpendReportView({ report, days }: { report: SpendReport; days: number }) {
  const { today, month, workflows, users, models } = report;
  const figures = [
    { name: "Today", ...today, by: "the end of the day" },
    { name: "This month", ...month, by: "the end of the month" },
  ];
  return (
    <div className="grid gap-8">
      <dl className="grid gap-3 sm:grid-cols-2">
        {figures.map(({ name, micros, tokens, forecastMicros, by }) => (
          <div key={name} className="grid content-start gap-1 rounded-lg border border-line bg-raised p-4 shadow-card">
            <dt className="text-sm text-quiet">{name}</dt>
            <dd className="grid gap-1">
              <span className="text-2xl font-medium tabular-nums">
                <bdi>{dollars(micros)}</bdi>
              </span>
              <span className="text-sm text-quiet tabular-nums">
                <bdi>
                  {tokens.toLocaleString("en")} tokens{forecastMicros !== null && `; ${dollars(forecastMicros)} by ${by}, at this pace`}
                </bdi>
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {report.days.length === 0 ? (
        <EmptyState title={`No model was called in ${days} days`}>
          The built-in model is free and is not counted. What models at home and in the cloud use stands here.
        </EmptyState>
      ) : (
        <>
          <Section title="Day by day">
            <Days report={report} />
          </Section>
          <div className="grid gap-8 lg:grid-cols-3">
            <SpentTable title="By workflow" rows={workflows} none="Nothing that ran belongs to a workflow." />
            <SpentTable title="By person" rows={users} none="Nobody asked for a call." />
            <SpentTable title="By model" rows={models} none="No model was called." />
          </div>
        </>
      )}
    </div>
  );
}

function Days({ report: { days } }: { report: SpendReport }) {
  const isFree = days.every(({ micros }) => micros === 0);
  const heightOf = ({ micros, tokens }: SpendReport["days"][number]) => (isFree ? tokens : micros);
  const most = Math.max(1, ...days.map(heightOf));
  // So many names fit side by side on a phone.
  const every = Math.ceil(days.length / 10);
  return (
    <Card className="p-4">
      <ol className="flex min-h-40 items-end gap-px sm:gap-1.5">
        {days.map((day, at) => (
          <li key={day.day} className="relative grid min-w-0 max-w-16 flex-1 gap-1 text-center">
            <span className="flex h-28 items-end">
              <span
                aria-hidden
                className="w-full rounded-t-sm bg-accent/70"
                style={{ blockSize: `${Math.max(2, (heightOf(day) * 100) / most)}%` }}
              />
            </span>
            <span aria-hidden className="h-4 text-xs whitespace-nowrap tabular-nums text-quiet">
              {at % every === 0 && Number(day.day.slice(8))}
            </span>
            <span className="sr-only">
              {day.day}: {dollars(day.micros)}, {day.tokens.toLocaleString("en")} tokens, {day.calls} calls
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function SpentTable({ title, rows, none }: { title: string; rows: SpentOn[]; none: string }) {
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p className="text-sm text-quiet">{none}</p>
      ) : (
        <FigureTable
          columns={["Name", "Tokens", "Spent"]}
          rows={rows.map(({ ref, name, micros, tokens }) => ({
            key: ref,
            name: <bdi>{name}</bdi>,
            figures: [tokens.toLocaleString("en"), dollars(micros)],
          }))}
        />
      )}
    </Section>
  );
}
