/** What the origin answers with: 200 bytes of JSON, 10 KB of JSON, and a 404's problem. */

const padded = (value: Record<string, unknown>, bytes: number): string => {
  const bare = JSON.stringify({ ...value, note: '' }).length
  return JSON.stringify({ ...value, note: 'x'.repeat(bytes - bare) })
}

export const smallJson: string = padded({ id: 1, login: 'octocat', site_admin: false, followers: 4000 }, 200)

const people: readonly object[] = Array.from({ length: 60 }, (_, index) => ({
  id: index,
  login: `person-${index}`,
  name: `A person with the number ${index}`,
  email: `person-${index}@example.com`,
  active: index % 3 === 0,
}))

export const tenJson: string = padded({ people }, 10_240)

export const missingJson: string = padded({ title: 'Not Found', status: 404, detail: 'No such thing.' }, 120)
