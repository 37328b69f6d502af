// On workerd: plays for a request that names the stage, and answers with what came of it. One with `warm` goes before.
import { play, warm } from './program.ts'

// biome-ignore lint/style/noDefaultExport: workerd reads the default export
export default {
  async fetch(request: Request): Promise<Response> {
    const asked = new URL(request.url).searchParams
    const of = (name: string): string => asked.get(name) ?? ''
    const stage = { origin: of('origin'), nowhere: of('nowhere'), folder: of('folder') }
    return asked.has('warm') ? new Response(await warm(stage)) : Response.json(await play(stage))
  },
}
