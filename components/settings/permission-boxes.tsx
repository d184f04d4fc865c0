import { type Permission, permissionWords } from "#lib/tenancy/permissions.ts";

type Props = {
  offered: readonly Permission[];
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  error: string | undefined;
};

/** What a key or a role may do: each permission in plain words, with its name. */
export function PermissionBoxes({ offered, chosen, onChange, error }: Props) {
  const toggle = (permission: Permission, isOn: boolean) =>
    onChange(isOn ? [...chosen, permission] : chosen.filter((one) => one !== permission));
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-sm font-medium">It may</legend>
      {offered.map((permission) => (
        <label key={permission} className="flex min-h-6 items-start gap-2.5 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={chosen.includes(permission)}
            onChange={({ target }) => toggle(permission, target.checked)}
          />
          <span className="grid">
            {permissionWords[permission]}
            <span dir="ltr" className="font-mono text-xs text-quiet">
              {permission}
            </span>
          </span>
        </label>
      ))}
      {error && <p className="text-sm text-tone-failed">{error}</p>}
    </fieldset>
  );
}
