import { createSecureContext, type SecureContext } from 'node:tls'

/** The lab's own identity for https, in PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  /** What a client has to trust. */
  readonly authority: string
}

let made: Promise<Certificate> | undefined
let context: Promise<SecureContext> | undefined

/** The certificate for `localhost`, `127.0.0.1` and `::1`: made when first asked for, the same in all of the process. */
export function certificate(): Promise<Certificate> {
  made ??= makeCertificate()
  return made
}

/** The certificate as TLS sockets need it. */
export function secureContext(): Promise<SecureContext> {
  context ??= certificate().then(({ key, cert }) => createSecureContext({ key, cert }))
  return context
}

async function makeCertificate(): Promise<Certificate> {
  // Loading it takes longer than all else here, and most scenarios need no https.
  const { generate } = await import('selfsigned')
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      // No authority: it vouches for itself alone. Strict checks (RFC 5280 section 4.2.1.1, Python 3.13) then ask for no
      // key identifiers, and clients that refuse an authority as a server's certificate take it.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key, cert, authority: cert }
}
