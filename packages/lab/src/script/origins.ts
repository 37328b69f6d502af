import type { OriginName } from './answer.ts'

const PLACE = /\{([abst])(?:\.host)?\}/g

/** The origins that a script names anywhere: in a template, a call, a `when` or a check. `a` is always one of them. */
export function originsIn(script: unknown): readonly OriginName[] {
  const named = new Set<OriginName>(['a'])
  collect(script, named)
  return [...named].sort()
}

function collect(value: unknown, named: Set<OriginName>): void {
  if (typeof value === 'string') {
    for (const [, name] of value.matchAll(PLACE)) named.add(name as OriginName)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'origin' && isOriginName(inner)) named.add(inner)
      collect(inner, named)
    }
  }
}

function isOriginName(value: unknown): value is OriginName {
  return value === 'a' || value === 'b' || value === 's' || value === 't'
}
