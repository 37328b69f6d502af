/**
 * A module of Node's own by its name, where the platform has it: Node, Bun and Deno, and workerd with nodejs_compat. Null: it
 * has none. It is not imported, so that what is bundled for other platforms names no module that they lack.
 */
export function builtin<Module>(name: string): Module | null {
  const platform: { readonly process?: Partial<NodeJS.Process> } = globalThis
  return (platform.process?.getBuiltinModule?.(name) as Module | undefined) ?? null
}

/**
 * The same for what cannot be done without it.
 * @throws {Error} a sentence: `what` needs a module that this platform does not have, and the cure
 */
export function neededBuiltin<Module>(name: string, what: string, cure: string): Module {
  const found = builtin<Module>(name)
  if (found !== null) return found
  throw new Error(`${what} needs the module ${name}, which this platform does not have: ${cure}.`)
}
