// As much of a harness as the files of this small suite need, with the face that the runner knows.
const heard = []
let whenDone = () => {}
const results = []
let chain = Promise.resolve()
const pending = new Set()

function tell(name, status, message) {
  if (!pending.delete(name)) return
  const result = { name, status, message }
  results.push(result)
  for (const each of heard) each(result)
}

function end(status) {
  whenDone(results, { status })
}

function promise_test(body, name) {
  pending.add(name)
  chain = chain
    .then(body)
    .then(
      () => tell(name, 0, null),
      error => tell(name, 1, String(error)),
    )
    .then(() => {
      if (pending.size === 0) setTimeout(() => end(0), 20)
    })
}

function timeout() {
  for (const name of [...pending]) tell(name, 2, 'it took too long')
  end(2)
}

function assert_equals(seen, wanted) {
  if (seen !== wanted) throw new Error(`${JSON.stringify(seen)} is not ${JSON.stringify(wanted)}`)
}

const add_result_callback = told => void heard.push(told)
const add_completion_callback = told => {
  whenDone = told
}
Object.assign(globalThis, { promise_test, assert_equals, timeout, add_result_callback, add_completion_callback })
