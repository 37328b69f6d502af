// META: variant=?one
// META: variant=?two
// META: variant=?six
promise_test(async () => assert_equals(location.search.length, 4), 'is played')
if (location.search === '?one')
  queueMicrotask(() => {
    throw new Error('nobody catches this')
  })
if (location.search === '?six') throw new Error('thrown by the script')
