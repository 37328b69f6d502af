// Pieces that players of challenges are made of.
export type Player = (url: string) => Promise<unknown>

export const byHand = { redirect: 'manual' } as const
/** Another address of the same challenge. */
export const beside = (url: string, path: string): string =>
  url.slice(0, url.indexOf('/', url.indexOf('/s/you/') + 7)) + path
export const text = async (url: string, init: RequestInit = {}): Promise<string> => (await fetch(url, init)).text()

/** What arrived before the connection broke. */
export async function received(answer: Response): Promise<string> {
  let got = ''
  try {
    for await (const piece of answer.body ?? []) got += Buffer.from(piece).toString()
  } catch {
    // The connection broke; what came before is good.
  }
  return got
}
