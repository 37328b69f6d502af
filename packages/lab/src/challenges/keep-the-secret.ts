import type { Challenge } from './challenge.ts'

const start = { origin: 'a', method: 'GET', path: '/export' } as const
const file = { origin: 'b', method: 'GET', path: '/files/export.csv' } as const

export const keepTheSecret: Challenge = {
  number: 8,
  slug: 'keep-the-secret',
  title: 'Keep the secret at home',
  level: 'medium',
  goal: 'Fetch the export, which is kept on another server, without showing your key to that server.',
  given: [['Your key', 'key-5127, as in X-Api-Key: key-5127']],
  lesson:
    'A credential belongs to the origin that it was given for: scheme, host and port. Many clients take Authorization off on the way to another origin and leave fields such as X-Api-Key on.',
  hints: [
    'Look at the Location before you go there: is it the same scheme, host and port?',
    'Your client may follow the redirect by itself and take your field along. Turn that off and follow by hand.',
    'fetch: redirect: "manual"; curl: leave -L out; requests: allow_redirects=False. Then send a second GET to the Location, without X-Api-Key.',
  ],
  codes: [302],
  anchors: ['RFC9110#15.4', 'RFC9110#15.4.3', 'RFC9110#11.5'],
  start: { method: 'GET', path: '/export' },
  answers: [
    {
      when: { ...start, fields: { 'x-api-key': 'key-5127' } },
      times: 'always',
      status: 302,
      fields: { location: '{b}/files/export.csv' },
    },
    { when: start, times: 'always', status: 401, body: { text: 'Send your key in X-Api-Key.\n' } },
    { when: file, times: 'always', status: 200, body: { text: 'item,count\nchair,4\n' } },
  ],
  verdict: [
    { that: 'requests', among: start, min: 1, otherwise: 'The export was not asked for: no GET has arrived.' },
    {
      that: 'requests',
      among: file,
      min: 1,
      otherwise:
        'The export was not fetched. With your key the server answers 302, and the file is where Location says.',
    },
    {
      that: 'request',
      among: { origin: 'b' },
      number: 'every',
      fields: { 'x-api-key': null, authorization: null, cookie: null },
      otherwise:
        'Your key arrived at the other server. Another host or port is another origin, and a key stays with the origin that it was given for.',
    },
  ],
}
