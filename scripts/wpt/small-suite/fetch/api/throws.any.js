// META: variant=?one
// META: variant=?two
promise_test(async () => assert_equals(location.search.length, 4), 'is played')
if (location.search === '?one')
  queueMicrotask(() => {
    throw new Error('nobody catches this')
  })
