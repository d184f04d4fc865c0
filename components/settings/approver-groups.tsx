"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Nothing, Section } from "#components/ui/section.tsx";
import { Confirm } from "./confirm.tsx";
import { RowActions } from "./row-actions.tsx";
import { useAct } from "./use-act.ts";

type Person = { id: string; name: string };
type Group = Person & { members: Person[] };
type Props = { workspaceId: string; groups: Group[]; people: Person[]; mayGovern: boolean };

/** People who decide together. A change acts at once, on open approvals too. */
export function ApproverGroups({ workspaceId, groups, people, mayGovern }: Props) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [edited, setEdited] = useState<Group>();
  const [removed, setRemoved] = useState<Group>();
  const open = (group: Group) => {
    forget();
    setEdited(group);
  };
  const save = async () => {
    if (!edited) return;
    const { id, name, members } = edited;
    const body = { name, members: members.map((member) => member.id) };
    const path = id === "" ? "/api/approvals/groups" : `/api/approvals/groups/${id}`;
    if (await act(path, { method: id === "" ? "POST" : "PUT", body })) setEdited(undefined);
  };
  const remove = async ({ id }: Group) => {
    if (await act(`/api/approvals/groups/${id}`, { method: "DELETE" })) setRemoved(undefined);
  };
  // Who is in the group and decides nothing any more can still be taken out of it.
  const choices = edited ? [...people, ...edited.members.filter(({ id }) => !people.some((one) => one.id === id))] : [];
  return (
    <Section
      title="Groups"
      says="People who decide what a rule gives to them. A change acts at once."
      action={
        mayGovern && (
          <Button onClick={() => open({ id: "", name: "", members: [] })}>
            <Plus aria-hidden className="size-4" /> Make a group
          </Button>
        )
      }
    >
      {groups.length === 0 ? (
        <Nothing>There is no group yet.</Nothing>
      ) : (
        <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
          {groups.map((group) => (
            <li key={group.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
              <div className="grid min-w-0 grow basis-64 gap-1">
                <p className="font-medium">
                  <bdi>{group.name}</bdi>
                </p>
                <p className="text-sm text-quiet">
                  <bdi>{group.members.length === 0 ? "Nobody" : group.members.map(({ name }) => name).join(", ")}</bdi>
                </p>
              </div>
              {mayGovern && (
                <div className="flex gap-2">
                  <RowActions
                    name={group.name}
                    onChange={() => open(group)}
                    onRemove={() => {
                      forget();
                      setRemoved(group);
                    }}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <Dialog
        isOpen={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited?.id === "" ? "Make a group" : "Change the group"}
      >
        {edited && (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <Field label="Name" error={errorAt("name")}>
              {(field) => (
                <Input
                  {...field}
                  required
                  maxLength={80}
                  dir="auto"
                  autoComplete="off"
                  value={edited.name}
                  onChange={({ target }) => setEdited({ ...edited, name: target.value })}
                />
              )}
            </Field>
            <fieldset className="grid gap-2">
              <legend className="pb-1.5 text-sm font-medium">Who is in it</legend>
              {choices.map((person) => (
                <label key={person.id} className="flex min-h-6 items-center gap-2.5 text-sm">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={edited.members.some(({ id }) => id === person.id)}
                    onChange={({ target }) =>
                      setEdited({
                        ...edited,
                        members: target.checked ? [...edited.members, person] : edited.members.filter(({ id }) => id !== person.id),
                      })
                    }
                  />
                  <bdi>{person.name}</bdi>
                </label>
              ))}
            </fieldset>
            {problem && <ProblemNote problem={problem} />}
            <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
              Save the group
            </Button>
          </form>
        )}
      </Dialog>
      {removed && (
        <Confirm
          isOpen
          isGrave
          title={`Remove ${removed.name}?`}
          does="Remove"
          isBusy={isBusy}
          problem={problem}
          onClose={() => setRemoved(undefined)}
          onDo={() => void remove(removed)}
        >
          <p>Open approvals that only this group decides go their way when their time is over.</p>
        </Confirm>
      )}
    </Section>
  );
}
