"use client";

import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import { type Autonomy, autonomies, type Resolved, within } from "#lib/tenancy/settings.ts";
import { autonomyWords, countsWords, isAutonomy, levelWords, replanningWords, settingWords, valueWords } from "./setting-words.ts";
import { useAct } from "./use-act.ts";

/** Whose settings these are: of the workspace, or of one of its workflows. */
type Whose = { level: "workspace" } | { level: "workflow"; id: string };
type Props = {
  workspaceId: string;
  whose: Whose;
  settings: Resolved[] /** That is done without asking here. */;
  most: Autonomy;
  mayChange: boolean;
};

/** Every setting with its value, and the level that it comes from. */
export function SettingsRoom({ workspaceId, whose, settings, most, mayChange }: Props) {
  const [changed, setChanged] = useState<Resolved>();
  return (
    <>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {settings.map((setting) => (
          <li key={setting.name} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="grid min-w-0 grow basis-64 gap-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {settingWords[setting.name].title}
                <Badge>from {levelWords[setting.from]}</Badge>
              </p>
              <p dir="auto" className="break-words">
                {valueWords(setting, setting.value)}
              </p>
              <p className="text-sm text-quiet">
                {setting.chain
                  .filter(({ level, value }) => level !== setting.from && value !== null)
                  .map(({ level, value }) => `${levelWords[level]} says: ${valueWords(setting, value)}`)
                  .join(" · ") || settingWords[setting.name].hint}
              </p>
            </div>
            {mayChange && (
              <Button size="sm" aria-label={`Change “${settingWords[setting.name].title}”`} onClick={() => setChanged(setting)}>
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {changed && (
        <SettingForm workspaceId={workspaceId} whose={whose} setting={changed} most={most} onClose={() => setChanged(undefined)} />
      )}
    </>
  );
}

type FormProps = { workspaceId: string; whose: Whose; setting: Resolved; most: Autonomy; onClose: () => void };

function SettingForm({ workspaceId, whose, setting, most, onClose }: FormProps) {
  const { act, isBusy, problem } = useAct(workspaceId);
  const { name, value, chain } = setting;
  const own = chain.find(({ level }) => level === whose.level)?.value ?? null;
  const [text, setText] = useState(textFor(name, own ?? value));
  const send = async (next: unknown) => {
    const path = whose.level === "workspace" ? "/api/settings" : `/api/workflows/${whose.id}/settings`;
    if (await act(path, { method: "PUT", body: { [name]: next } })) onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={settingWords[name].title}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void send(saidBy(name, text));
        }}
      >
        <Field label={whose.level === "workspace" ? "In this workspace" : "In this workflow"} hint={settingWords[name].hint}>
          {(field) => <SettingInput field={field} name={name} text={text} most={most} setText={setText} />}
        </Field>
        {problem && <ProblemNote problem={problem} />}
        <div className="flex flex-wrap justify-end gap-3">
          {own !== null && (
            <Button disabled={isBusy} onClick={() => void send(null)}>
              Take it back
            </Button>
          )}
          <Button type="submit" kind="main" disabled={isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const choices = { replanning: replanningWords, executionTimeoutCounts: countsWords };
const isChoice = (name: Resolved["name"]): name is keyof typeof choices => Object.hasOwn(choices, name);
const isTime = (name: Resolved["name"]): boolean => name === "stepTimeoutMs" || name === "executionTimeoutMs";
const mostOf: Partial<Record<Resolved["name"], number>> = {
  concurrency: 1_000,
  stepTimeoutMs: 86_400,
  stepAttempts: 20,
  executionTimeoutMs: 30 * 86_400,
  minEffectiveness: 100,
};

/** What may be chosen, with its words; nothing for what is written. */
function choicesOf(name: Resolved["name"], most: Autonomy): [string, string][] | undefined {
  if (isAutonomy(name))
    return autonomies
      .filter((value) => name === "autonomyMost" || within(value, most) === value)
      .map((value) => [value, autonomyWords[value]]);
  return isChoice(name) ? Object.entries(choices[name]) : undefined;
}

type InputProps = { field: { id: string }; name: Resolved["name"]; text: string; most: Autonomy; setText: (text: string) => void };

function SettingInput({ field, name, text, most, setText }: InputProps) {
  const offered = choicesOf(name, most);
  if (offered)
    return (
      <Select {...field} value={text} onChange={({ target }) => setText(target.value)}>
        {offered.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    );
  if (name === "egressOnly" || name === "egressNever")
    return <Textarea {...field} dir="ltr" rows={6} value={text} onChange={({ target }) => setText(target.value)} />;
  return (
    <Input
      {...field}
      required
      type="number"
      min={name === "minEffectiveness" ? 0 : 1}
      max={mostOf[name]}
      dir="ltr"
      value={text}
      onChange={({ target }) => setText(target.value)}
    />
  );
}

function textFor(name: Resolved["name"], value: Resolved["value"]): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join("\n");
  if (name === "minEffectiveness") return String(Math.round(Number(value) * 100));
  return isTime(name) ? String(Number(value) / 1_000) : String(value);
}

function saidBy(name: Resolved["name"], text: string): unknown {
  if (isAutonomy(name) || isChoice(name)) return text;
  if (name === "minEffectiveness") return Number(text) / 100;
  if (name === "egressOnly" || name === "egressNever") return text.split(/\s+/).filter(Boolean);
  return isTime(name) ? Number(text) * 1_000 : Number(text);
}
