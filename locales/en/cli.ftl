# What the command line says to people.

cli-demo-begins = Making a demonstration of { $city }: { $people } people, { $days } days of life …
cli-demo-day = day { $done } of { $days }: { $people } people registered, { $settled } visits settled
cli-demo-done = The demonstration is ready: { $people } people registered, { $settled } visits settled, { $refusals } refusals by the rules, in { $seconds } seconds.
cli-demo-kept = Using the demonstration in { $place } (made { $made }).
cli-demo-old = It was not made today, so its “today” has passed; --fresh makes a new one.
cli-demo-cast = Who you can be (all of them made up). The sign-in page takes one press; by hand it is the telephone number, or user name and password:
