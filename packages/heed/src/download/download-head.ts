import type { Answer } from '../answer.ts'
import { codingsOf } from '../transports/codings.ts'
import { placeOf } from './digest-check.ts'
import type { DownloadHead } from './download-plan.ts'

/** Are its bytes decoded on their way? */
export const isCoded = (answer: Answer): boolean =>
  codingsOf(answer.headers.get('content-encoding') ?? undefined).length > 0

/** What of an answer a download reads. */
export function headOf(answer: Answer): DownloadHead {
  const { headers, status, redirected } = answer
  // What a redirect adds behind the path is often a signature that is another each time.
  const { origin, pathname, href } = new URL(answer.url)
  return {
    status,
    etag: headers.get('etag'),
    lastModified: headers.get('last-modified'),
    date: headers.get('date'),
    contentLength: headers.get('content-length'),
    contentRange: headers.get('content-range'),
    reprDigest: headers.get('repr-digest'),
    coded: isCoded(answer),
    place: placeOf(redirected ? origin + pathname : href),
  }
}
