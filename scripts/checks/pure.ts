import { globSync, readFileSync } from "node:fs";
import ts from "typescript";

/** One use of the outside in a file that has no dot for it. */
export type Fault = { rule: string; file: string; line: number; column: number; because: string };

const clock = ["pure-clock", "reads the clock: take the time as an argument"] as const;
const timer = ["pure-timer", "waits by a timer: take the waiting as an argument"] as const;
const randomness = ["pure-randomness", "is random: take the bytes or the id as an argument"] as const;
const zone = ["pure-time-zone", "depends on the machine's time zone: use UTC, or take the zone as an argument"] as const;
const outside = ["pure-outside", "touches the outside: name it by a dot in the file name, or have it injected"] as const;

/** Globals that no pure file may name as a value. A declaration of the same name in the file shadows them. */
const globals = new Map<string, readonly [string, string]>([
  ["performance", clock],
  ["crypto", randomness],
  ...["setTimeout", "setInterval", "setImmediate", "requestAnimationFrame", "requestIdleCallback"].map((name) => [name, timer] as const),
  ...[
    "process",
    "Buffer",
    "require",
    "globalThis",
    "window",
    "self",
    "document",
    "navigator",
    "location",
    "localStorage",
    "sessionStorage",
  ].map((name) => [name, outside] as const),
  ...["indexedDB", "caches", "console", "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "BroadcastChannel"].map(
    (name) => [name, outside] as const,
  ),
]);

const members = new Map<string, readonly [string, string]>([
  ["Date.now", clock],
  ["Temporal.Now", clock],
  ["Math.random", randomness],
  ["AbortSignal.timeout", timer],
]);

const localTime = /^(get|set)(FullYear|Month|Date|Day|Hours)$|^getTimezoneOffset$/;

/** Every use of a clock, a timer, randomness or another outside in the text of a pure file. Syntax alone: a few ms a file. */
export function impureUses(file: string, text: string): Fault[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const declared = namesDeclaredIn(source);
  const faults: Fault[] = [];
  const isGlobal = (node: ts.Node, name: string) => ts.isIdentifier(node) && node.text === name && !declared.has(name);
  const report = (node: ts.Node, [rule, because]: readonly [string, string]) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const named = node.getText(source).split("\n")[0] ?? "";
    faults.push({ rule, file, line: line + 1, column: character + 1, because: `${named} ${because}` });
  };

  const visit = (node: ts.Node): void => {
    // Types are erased: they touch nothing.
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) report(node, outside);
    if (isUnreadableImport(node)) report(node, outside);

    const member = memberOf(node);
    if (member && ts.isIdentifier(member.of) && !declared.has(member.of.text)) {
      const fault = members.get(`${member.of.text}.${member.name}`);
      if (fault) report(node, fault);
    }
    if (member && localTime.test(member.name)) report(node, zone);
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectBindingPattern(node.name)) {
      for (const { name, propertyName } of node.name.elements) {
        const fault = members.get(`${node.initializer.getText(source)}.${(propertyName ?? name).getText(source)}`);
        if (fault) report(node, fault);
      }
    }

    if (ts.isIdentifier(node) && isRead(node) && !declared.has(node.text)) {
      const fault = globals.get(node.text);
      if (fault) report(node, fault);
    }
    if (isGlobal(node, "Date") && ts.isIdentifier(node) && isRead(node)) {
      const fault = faultOfDate(node);
      if (fault) report(node.parent, fault);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

/** `new Date(given)`, `Date.UTC`, `Date.parse` and `instanceof Date` compute; `Date.now` is reported as a member; the rest reads the clock. */
function faultOfDate(name: ts.Identifier): readonly [string, string] | undefined {
  const { parent } = name;
  if (ts.isNewExpression(parent) && parent.expression === name) {
    const given = parent.arguments ?? [];
    if (given.some(ts.isSpreadElement) || given.length > 1) return zone;
    return given.length === 0 ? clock : undefined;
  }
  if (memberOf(parent)?.of === name) return undefined;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return undefined;
  // A schema's `z.instanceof(Date)` asks for a class; it makes no date.
  if (ts.isCallExpression(parent) && parent.expression !== name && memberOf(parent.expression)?.name === "instanceof") return undefined;
  return clock;
}

function memberOf(node: ts.Node): { of: ts.Expression; name: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { of: node.expression, name: node.name.text };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return { of: node.expression, name: node.argumentExpression.text };
  }
  return undefined;
}

/** `import(somewhere)`: dependency-cruiser follows only what is written out. */
function isUnreadableImport(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword &&
    !(node.arguments[0] && ts.isStringLiteralLike(node.arguments[0]))
  );
}

/** False where an identifier is only a label: a property's name, a key, the name of a parameter or of an export. */
function isRead(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isQualifiedName(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name;
  if (ts.isBindingElement(parent)) return parent.initializer === name;
  if (ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isLabeledStatement(parent)) return false;
  return true;
}

function namesDeclaredIn(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node);
    // A parameter inside a type names nothing that code can read.
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (declares && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** Every undotted file of lib but the three that wire it. */
export function pureFiles(root: string): string[] {
  return globSync("lib/**/*.{ts,tsx}", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\.[a-z0-9-]+\.tsx?$/.test(file) && !/^lib\/(db|env|runtime)\.ts$/.test(file))
    .sort();
}

export function checkPurity(root: string): { files: number; faults: Fault[] } {
  const files = pureFiles(root);
  return { files: files.length, faults: files.flatMap((file) => impureUses(file, readFileSync(`${root}/${file}`, "utf8"))) };
}

if (import.meta.main) {
  const { files, faults } = checkPurity(process.cwd());
  for (const { file, line, column, rule, because } of faults) console.error(`${file}:${line}:${column} ${rule} ${because}`);
  if (files === 0) console.error("no pure file was seen: is this the root of the tree?");
  console.log(`pure: ${files} files, ${faults.length} faults`);
  process.exitCode = files > 0 && faults.length === 0 ? 0 : 1;
}
