import type { LabContext } from '../exercise.ts'

/** Does this reference, as a client would resolve it, stay within the lab? The lab redirects to itself only. */
export function isWithin(reference: string, context: LabContext): boolean {
  const here = new URL(context.req.url)
  const target = URL.parse(reference, here.href)
  // Browsers take a backslash for a slash, and others do not: nobody shall be led out by that.
  if (target === null || reference.includes('\\')) return false
  if (target.origin === here.origin) return true
  return Object.values(context.var.bases).some(base => {
    const { protocol, port, hostname } = new URL(base)
    const named = target.hostname === hostname || target.hostname === 'localhost'
    return named && target.protocol === protocol && target.port === port
  })
}
