import type { LabContext } from '../exercise.ts'

/** Does this reference, as a client would resolve it, stay within the lab? The lab redirects to itself only. */
export function isWithin(reference: string, context: LabContext): boolean {
  const target = URL.parse(reference, context.req.url)
  // Browsers take a backslash for a slash, and others do not: nobody shall be led out by that.
  return target !== null && !reference.includes('\\') && isOwn(target, context)
}

/** Does it lead a client to another server? What is no address at all, or of another scheme, leads nowhere. */
export function leadsOut(reference: string, context: LabContext): boolean {
  const target = URL.parse(reference, context.req.url)
  return target !== null && /^https?:$/.test(target.protocol) && !isOwn(target, context)
}

/** A path from the root means the visitor's own lab, unless it names a visitor or a run itself. */
export function ownPath(reference: string, prefix: string): string {
  return reference.startsWith('/') && !/^\/(?:\/|v\/|s\/)/.test(reference) ? prefix + reference : reference
}

function isOwn(target: URL, context: LabContext): boolean {
  if (target.origin === new URL(context.req.url).origin) return true
  return Object.values(context.var.bases).some(base => {
    const { protocol, port, hostname } = new URL(base)
    const named = target.hostname === hostname || target.hostname === 'localhost'
    return named && target.protocol === protocol && target.port === port
  })
}
