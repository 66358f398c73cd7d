/** What the packages' READMEs say to install is what their code imports, and what this repository makes. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./support/standin.mjs";

const packages = join(root, "bindings-node", "packages");
const names = readdirSync(packages).filter((name) => existsSync(join(packages, name, "README.md")));

interface Manifest {
  name: string;
  version: string;
}

const read = (...path: string[]) => readFileSync(join(...path), "utf8");
const manifestOf = (folder: string): Manifest => JSON.parse(read(folder, "package.json")) as Manifest;

/** The packages a program imports, without the paths in them. */
function imported(program: string): Set<string> {
  const found = program.matchAll(/^import .*? from "((?:@[^/"]+\/)?[^/"]+)/gm);
  return new Set([...found].map(([, name = ""]) => name));
}

/** What a README installs; a file that `npm run packages` makes stands for its package. */
function installed(readme: string): Set<string> {
  const line = /^ *npm install (.*)$/m.exec(readme)?.[1] ?? "";
  const files = new Map([root, ...names.map((name) => join(packages, name))].map(manifestOf).map(tarballOf));
  return new Set(line.split(" ").map((item) => files.get(item) ?? item));
}

function tarballOf({ name, version }: Manifest): [string, string] {
  return [`$PACKAGES/${name.replace("@", "").replace("/", "-")}-${version}.tgz`, name];
}

test("there are READMEs to look at", () => assert.ok(names.length > 8));

for (const name of names) {
  test(`${name}: the README shows its imports, and installs them and the example's`, () => {
    const readme = read(packages, name, "README.md");
    const shown = imported(readme);
    const { name: own } = manifestOf(join(packages, name));
    assert.ok(shown.has("@composio/core") && shown.has(own), [...shown].join(", "));
    const example = imported(read(packages, name, "examples", "agent.ts"));
    const items = installed(readme);
    const needed = new Set([...shown, ...example]);
    assert.deepEqual(
      [...needed].filter((item) => !items.has(item)),
      [],
    );
    assert.ok(readme.includes(`npm run packages -- core ${name})`));
  });
}

test("no README installs a package of ours from the public registry", () => {
  for (const readme of [
    read(root, "bindings-node", "README.md"),
    ...names.map((name) => read(packages, name, "README.md")),
  ]) {
    assert.ok(installed(readme).has("@composio/core"));
    assert.doesNotMatch(readme, /npm install[^\n]*@composio\//);
  }
});
