promise_test(async () => assert_equals((await fetch('resources/plain.txt')).status, 200), 'is reached')
promise_test(() => new Promise(() => {}), 'never ends')
