import { Button } from "#components/ui/button.tsx";

type Props = { name: string; isBusy?: boolean; onChange: () => void; onRemove: () => void };

/** What can be done with a row of a list; each button says of which row it is. */
export function RowActions({ name, isBusy = false, onChange, onRemove }: Props) {
  return (
    <>
      <Button size="sm" aria-label={`Change ${name}`} onClick={onChange}>
        Change
      </Button>
      <Button size="sm" kind="grave" aria-label={`Remove ${name}`} disabled={isBusy} onClick={onRemove}>
        Remove
      </Button>
    </>
  );
}
