/** The same package for `import`: one set of classes, however many ways a program loads it. */

export * from "./index.js";
