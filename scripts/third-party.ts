/** The part of a package-lock.json (version 3) that is read here. */
export type Lock = { packages: Record<string, LockedPackage> }

type LockedPackage = {
  /** Only where it differs from the folder: an alias. */
  name?: string
  version?: string
  license?: string
  link?: boolean
  resolved?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

type Found = { name: string; version: string; license: string }

/** Workspaces whose dependencies run in production. */
const PROGRAMS = ['shared', 'sync-server', 'bot', 'activity', 'sandbox']

const ADOBE = "2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'"
const noto = (project: string): string =>
  `2022 The Noto Project Authors (https://github.com/notofonts/${project})`

/** The fonts for scripts, and who holds their copyright. */
const NOTO = [
  ['Arabic', noto('arabic')],
  ['Devanagari', noto('devanagari')],
  ['Hebrew', noto('hebrew')],
  ['JP', ADOBE],
  ['KR', ADOBE],
  ['SC', ADOBE],
  ['Thai', noto('thai')],
] as const

/** Fonts and pictures of third parties; they carry a licence of their own beside their package's. */
const MEDIA = [
  {
    what: 'Inter',
    package: '@expo-google-fonts/inter',
    license: 'SIL Open Font License 1.1 (OFL-1.1)',
    by: 'Copyright 2020 The Inter Project Authors (https://github.com/rsms/inter)',
  },
  {
    what: 'JetBrains Mono',
    package: '@expo-google-fonts/jetbrains-mono',
    license: 'SIL Open Font License 1.1 (OFL-1.1)',
    by: 'Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono)',
  },
  {
    what: 'Noto Sans Symbols 2',
    package: '@expo-google-fonts/noto-sans-symbols-2',
    license: 'SIL Open Font License 1.1 (OFL-1.1)',
    by: 'Copyright 2022 The Noto Project Authors (https://github.com/notofonts/symbols)',
  },
  ...NOTO.map(([name, by]) => ({
    what: `Noto Sans ${name}`,
    package: `@expo-google-fonts/noto-sans-${name.toLowerCase()}`,
    license: 'SIL Open Font License 1.1 (OFL-1.1)',
    by: `Copyright ${by}`,
  })),
  {
    what: 'Twemoji graphics',
    package: '@discordapp/twemoji',
    license:
      'Creative Commons Attribution 4.0 (CC-BY-4.0, https://creativecommons.org/licenses/by/4.0/)',
    by: 'Copyright Twitter, Inc and other contributors; drawn on cards as pixels, otherwise unchanged',
  },
]

/** THIRD-PARTY-NOTICES.md for this lock file. Throws when a package has no licence, or a medium no package. */
export const notices = (lock: Lock): string => {
  const packages = productionPackages(lock)
  const lines = packages.map(({ name, version, license }) => `- ${name} ${version}: ${license}`)
  const media = MEDIA.map((medium) => {
    const found = packages.find(({ name }) => name === medium.package)
    if (found === undefined) throw new Error(`${medium.package} is not among the packages`)
    return `- ${medium.what} (from ${found.name} ${found.version}): ${medium.license}. ${medium.by}.`
  })
  return `${HEAD}\n\n## Fonts and pictures\n\n${media.join('\n')}\n\n## Packages\n\n${lines.join('\n')}\n`
}

const HEAD = `# Third-party notices

Sticky itself is under the MIT licence (see LICENSE). It runs with the work of others, listed here: all packages
that its five workspaces need in production, also those that those need, also those for other machines than
yours. The text of each licence is in the package's folder below \`node_modules\` after \`npm ci\`.

Made by \`npm run notices\` from package-lock.json; a test fails when the two differ.`

const productionPackages = ({ packages }: Lock): Found[] => {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const entry = packages[path] ?? {}
    if (entry.link === true) return visit(entry.resolved ?? '')
    const { dependencies, optionalDependencies, peerDependencies } = entry
    for (const name of Object.keys({
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    })) {
      const found = resolve(packages, path, name)
      if (found !== null) visit(found)
    }
  }
  for (const program of PROGRAMS) visit(program)
  const found = [...seen].filter(
    (path) => path.includes('node_modules/') && !isLink(packages, path),
  )
  const rows = new Map(found.map((path) => [keyOf(packages, path), asFound(packages, path)]))
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

const isLink = (packages: Lock['packages'], path: string): boolean => packages[path]?.link === true

/** Where Node finds `name` from `path`: the nearest `node_modules` upwards. Null: an optional one that is not there. */
const resolve = (packages: Lock['packages'], path: string, name: string): string | null => {
  for (let folder = path; ; folder = parentOf(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (packages[candidate] !== undefined) return candidate
    if (folder === '') return null
  }
}

const parentOf = (folder: string): string => {
  const at = folder.lastIndexOf('/node_modules/')
  return at === -1 ? '' : folder.slice(0, at)
}

const nameOf = (packages: Lock['packages'], path: string): string =>
  packages[path]?.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

const keyOf = (packages: Lock['packages'], path: string): string =>
  `${nameOf(packages, path)} ${packages[path]?.version ?? ''}`

const asFound = (packages: Lock['packages'], path: string): Found => {
  const name = nameOf(packages, path)
  const { version, license } = packages[path] ?? {}
  if (version === undefined || license === undefined)
    throw new Error(`${name} has no version or no licence in package-lock.json`)
  return { name, version, license }
}
