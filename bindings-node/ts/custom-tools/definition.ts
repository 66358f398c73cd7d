/** What the engine is told of custom tools: everything but the functions. */

import { inspect } from "node:util";
import { invalidRequest } from "../errors/local.js";
import type { CustomTool, CustomToolkit, CustomToolsOptions } from "../types/custom-tool.js";
import type { ExperimentalOptions } from "../types/session-options.js";

export type CustomToolDefinition = Omit<CustomTool, "inputParams" | "execute">;

export interface CustomToolkitDefinition extends Omit<CustomToolkit, "tools"> {
  tools: CustomToolDefinition[];
}

export interface CustomDefinitions {
  customTools?: CustomToolDefinition[];
  customToolkits?: CustomToolkitDefinition[];
}

export function definitionsOf({ customTools, customToolkits }: CustomToolsOptions): CustomDefinitions {
  return {
    ...(customTools && { customTools: customTools.map(definitionOf) }),
    ...(customToolkits && {
      customToolkits: customToolkits.map((toolkit) => ({ ...toolkit, tools: toolkit.tools.map(definitionOf) })),
    }),
  };
}

/** Experimental options as the engine takes them. */
export type ExperimentalRequest = CustomDefinitions & Omit<ExperimentalOptions, keyof CustomToolsOptions>;

export function experimentalRequest({
  customTools,
  customToolkits,
  ...rest
}: ExperimentalOptions): ExperimentalRequest {
  return { ...rest, ...definitionsOf({ customTools, customToolkits }) };
}

/** Custom tools stand under `experimental`, but for `use()`, which takes little else. */
export function checkPlaceOfCustomTools(options: object): void {
  for (const name of ["customTools", "customToolkits"]) {
    if (!Object.hasOwn(options, name)) continue;
    throw invalidRequest(`\`${name}\` stands under \`experimental\`; write \`{ experimental: { ${name}: [ … ] } }\``);
  }
}

function definitionOf(tool: CustomTool): CustomToolDefinition {
  if (typeof tool?.execute !== "function") {
    throw invalidRequest(
      `a custom tool is an object with a function, made by \`experimental_createTool\`, not \`${inspect(tool, { depth: 0 })}\``,
    );
  }
  const { inputParams: _, execute: __, ...definition } = tool;
  return definition;
}
