promise_test(async () => {
  assert_equals(location.protocol, 'https:')
  assert_equals((await fetch('resources/plain.txt')).status, 200)
}, 'is asked over https')
