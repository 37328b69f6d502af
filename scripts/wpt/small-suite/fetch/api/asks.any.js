// META: title=What the server and the runner owe to a test
// META: script=/common/names.sub.js

const text = async (address, init) => (await fetch(address, init)).text()

promise_test(async () => {
  assert_equals(await text('resources/plain.txt'), 'plain\n')
  assert_equals((await fetch('resources/plain.txt')).headers.get('x-beside'), 'yes')
}, 'a file comes with the lines beside it')

promise_test(async () => {
  const response = await fetch('resources/plain.txt?pipe=status(202)|header(X-Piped,a\\,b)|gzip')
  assert_equals([response.status, response.headers.get('x-piped'), await response.text()].join(), '202,a,b,plain\n')
}, 'pipes change an answer in their order')

promise_test(
  async () => assert_equals(await text(`${places.elsewhere}/fetch/api/resources/plain.txt`), 'plain\n'),
  'another origin',
)
promise_test(async () => assert_equals(new URL(places.here).host, location.host), 'the suite knows where it stands')
promise_test(
  () =>
    fetch(places.nowhere).then(
      () => assert_equals(1, 2),
      error => assert_equals(error.name, 'TypeError'),
    ),
  'no such name',
)

promise_test(async () => {
  const init = {
    method: 'POST',
    body: new URLSearchParams({ word: 'ü' }),
    headers: { authorization: `Basic ${btoa('me:word')}` },
  }
  assert_equals(
    await text('resources/tells.py?one=1&one=2', init),
    'POST 1 1,2 me word=%C3%BC /fetch/api/resources/tells.py',
  )
}, 'a handler sees method, query, credentials, body and path')

promise_test(async () => {
  const body = ReadableStream.from([new TextEncoder().encode('wor'), new TextEncoder().encode('d=x')])
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'text/plain' } }
  assert_equals(await text('resources/tells.py?one=1', init), 'POST 1 1 None word=x /fetch/api/resources/tells.py')
}, 'a body without a length')

promise_test(async () => {
  const key = crypto.randomUUID()
  assert_equals(await text(`resources/keeps.py?key=${key}&value=a`), 'kept')
  assert_equals(await text(`resources/keeps.py?key=${key}`), '"a"')
  assert_equals(await text(`resources/keeps.py?key=${key}`), 'null')
}, 'a handler keeps and takes')

promise_test(async () => {
  assert_equals((await fetch('resources/missing.txt')).status, 404)
  assert_equals((await fetch('resources/tells.py', { redirect: 'error' })).status, 500)
  assert_equals((await fetch('/../secret')).status, 404)
}, 'what is missing or broken is said by a status')

promise_test(async () => {
  const response = await fetch('resources/as-it-is.asis')
  assert_equals([response.status, response.statusText, await response.text()].join(), '299,Odd,odd')
}, 'bytes as they are')
