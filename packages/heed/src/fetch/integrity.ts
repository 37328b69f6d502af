const STRENGTH: readonly string[] = ['sha256', 'sha384', 'sha512']
const TOKEN = /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?.*)?$/i

interface Digest {
  readonly strength: number
  readonly base64: string
}

/** What stands behind a digest to fill it up may be left out. */
const unpadded = (base64: string): string => base64.replace(/=+$/, '')

/** Only the strongest of what is given counts (Subresource Integrity section 3.3.4); what cannot be read says nothing. */
function strongest(metadata: string): readonly Digest[] {
  const digests = metadata.split(/[\t\n\f\r ]+/).flatMap((token): Digest[] => {
    const [, algorithm = '', value = ''] = TOKEN.exec(token) ?? []
    const base64 = unpadded(value.replaceAll('-', '+').replaceAll('_', '/'))
    return value === '' ? [] : [{ strength: STRENGTH.indexOf(algorithm.toLowerCase()), base64 }]
  })
  const most = Math.max(...digests.map(({ strength }) => strength))
  return digests.filter(({ strength }) => strength === most)
}

/**
 * The content, all of it.
 * @throws {TypeError} it is not what the caller knows the digest of
 */
export async function intactContent(response: Response, metadata: string): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(await response.arrayBuffer())
  if (await isIntact(content, metadata)) return content
  throw new TypeError('fetch failed: the integrity does not match')
}

async function isIntact(content: Uint8Array<ArrayBuffer>, metadata: string): Promise<boolean> {
  const wanted = strongest(metadata)
  const [first] = wanted
  if (first === undefined) return true
  const name = `SHA-${STRENGTH[first.strength]?.slice(3)}`
  const digest = new Uint8Array(await crypto.subtle.digest(name, content))
  const base64 = unpadded(btoa(String.fromCharCode(...digest)))
  return wanted.some(each => each.base64 === base64)
}
