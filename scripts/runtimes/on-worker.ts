// On workerd: plays for a request that names the stage, and answers with what came of it.
import { play } from './program.ts'

// biome-ignore lint/style/noDefaultExport: workerd reads the default export
export default {
  async fetch(request: Request): Promise<Response> {
    const asked = new URL(request.url).searchParams
    const of = (name: string): string => asked.get(name) ?? ''
    return Response.json(await play({ origin: of('origin'), nowhere: of('nowhere'), folder: of('folder') }))
  },
}
