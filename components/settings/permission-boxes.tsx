import type { Grant } from "#lib/tenancy/permissions.ts";

/** A permission that can be given, in plain words. */
export type Offered = { grant: Grant; says: string };

type Props = {
  offered: readonly Offered[];
  chosen: readonly Grant[];
  onChange: (chosen: Grant[]) => void;
  error: string | undefined;
};

/** What a key or a role may do: each permission in plain words, with its name. */
export function PermissionBoxes({ offered, chosen, onChange, error }: Props) {
  const toggle = (grant: Grant, isOn: boolean) => onChange(isOn ? [...chosen, grant] : chosen.filter((one) => one !== grant));
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-sm font-medium">It may</legend>
      {offered.map(({ grant, says }) => (
        <label key={grant} className="flex min-h-6 items-start gap-2.5 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={chosen.includes(grant)}
            onChange={({ target }) => toggle(grant, target.checked)}
          />
          <span className="grid">
            {says}
            <span dir="ltr" className="font-mono text-xs text-quiet">
              {grant}
            </span>
          </span>
        </label>
      ))}
      {error && <p className="text-sm text-tone-failed">{error}</p>}
    </fieldset>
  );
}
